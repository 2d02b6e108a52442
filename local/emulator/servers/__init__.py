"""Real servers behind the emulated RDS and ElastiCache, where this machine has their programs.

    desired/      which servers AWS's state asks for (demand.py), and how each is to be
    servers.py    compares it with those that run, again and again
    keeper.py     brings one of them there
    kinds/        what is common to all kinds (server.py), and a file for each
    programs.py   what this machine has of them
    authority.py  signs their certificates
"""
