"""Whether "success" means "on disk": under strace, after kill -9, after a power cut, on a full disk.

`load.py` sends and remembers what was acknowledged, `survey.py` looks what is still there, `trace.py` reads what
strace saw, `power.py` makes the files as a power cut would have left them. The tests are the only ones who know both
what was promised and what was found.
"""
