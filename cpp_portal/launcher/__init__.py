"""`make run` and `make test`: from a machine with Python and nothing else to a working portal, and back to nothing.

Plain Python: none of it imports Django, and what runs before there is an environment imports only the standard
library (`__main__`, `toolchain`, `packages`, `assets`, `node`, `chromium`, `progress`, `trouble`, `places`).

To add a process to the stack, add a `Child` in `stack.py`. To add a step to be done before it, write a function
that looks whether there is work at all, does it inside `progress.step(...)`, and leaves its stamp last.
"""
