"""How procedures run: stages and steps, who has which duty, what is asked for, and by when.

Everything is read from the tables of the law for a day; nothing here knows a procedure by name. What no
confirmed text says is "not known": a missing time limit is no time limit of zero, and a duty that nobody is
known to have is nobody's until somebody says by which document it is whose.
"""
