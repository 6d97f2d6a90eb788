"""What every case needs: the server under test, the fake provider and its log, the clients, and the evidence.

Nothing in here knows what a single case is about; nothing in `cases/` starts a process by itself.
"""
