"""The rule language: named SQL expressions over named, typed facts, where NULL means "not known yet".

Knows nothing of care. `taal` checks a rule, `programma` runs a set of them, `verklaring` says why.
"""
