"""Reading a programme document: from official Vietnamese text to data that points back to it.

Deterministic, without a language model and without the network. Start at ``read.read_file`` or, with
text at hand, ``read.read_text``.
"""
