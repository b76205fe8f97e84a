"""Join network, stages and archive: what the doors (the command line, the DAGs, the site) call.

``running`` has the steps as a scheduler takes them (``capture``, ``derive``, ``load``), each passing on a ticket, and ``run``
and its kin, which take them all. Reading an archive needs none of that, so each module is imported by itself.
"""
