// Offers to copy a citation, and a permalink for any selection in a document. Everything else works without this file.
"use strict";
(() => {
  const said = document.querySelector(".copied");

  // Browsers offer the clipboard to secure origins only; elsewhere the text is selected and copied as by hand.
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text.textContent);
    getSelection().selectAllChildren(text);
    if (!document.execCommand("copy")) throw new Error("not copied");
  }

  for (const button of document.querySelectorAll("button.copy")) {
    const name = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      try {
        await copy(text);
        button.textContent = "Copied";
        button.classList.add("done");
        said.textContent = `The ${button.dataset.label} citation is copied.`;
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = `The ${button.dataset.label} citation is selected: copy it with Ctrl+C, or ⌘C.`;
      }
      setTimeout(() => {
        button.innerHTML = name;
        button.classList.remove("done");
      }, 3000);
    });
  }
})();
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
