"""Real servers behind the emulated RDS and ElastiCache, where this machine has their programs.

    demand.py     which servers AWS's state asks for; desired*.py: how each is to be
    servers.py    compares it with those that run, again and again
    keeper.py     brings one of them there
    server.py     what is common to all kinds; a file for each kind
    programs.py   what this machine has of them
    authority.py  signs their certificates
"""
