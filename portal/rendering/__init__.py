"""What page, PDF and command line show of an assessment: sorted, grouped and chosen, never scored.

Everything here is pure: it takes the contract's document and the paper around it (client, case,
signer, opinion) and gives back plain values for templates. No clock, no database, no Flask.
"""
