"""Every call is authorized as in AWS, by the policies of whoever calls and of what it is about.

`caller.py` who calls; `needs.py` which rights the call takes, of which resources; `context.py` what conditions ask for;
`verdict.py` and `assume_role.py` what the policies say; `refusal.py` how AWS says no; `record.py` what was denied, and
which rights were used.
"""
