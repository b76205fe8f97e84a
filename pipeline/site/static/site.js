// Offers a permalink for any selection in a document. Everything else works without this file.
"use strict";
(() => {
  const text = document.querySelector(".text[data-revision]");
  if (!text) return;
  const pins = [...text.querySelectorAll("a.pin")];
  let offer = null;

  // The offset of a place in the revision, counted in code points from the sentence it is in, as its permalink names it.
  function offsetOf(node, at) {
    const here = document.createRange();
    here.setStart(node, at);
    const pin = pins.find((each) => here.comparePoint(each, 0) >= 0);
    if (!pin) return null;
    const [start, end] = pin.getAttribute("href").split("/").pop().split("-").map(Number);
    const rest = document.createRange();
    rest.setStart(node, at);
    rest.setEndBefore(pin);
    return Math.max(start, end - [...rest.toString()].length);
  }

  document.addEventListener("selectionchange", () => {
    offer?.remove();
    offer = null;
    const chosen = getSelection();
    if (chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    offer = document.createElement("a");
    offer.className = "cite-passage";
    offer.href = `/passage/${text.dataset.revision}/${start}-${end}`;
    offer.textContent = "Permalink of this passage";
    text.after(offer);
  });
})();
