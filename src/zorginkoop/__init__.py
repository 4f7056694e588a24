"""Zorginkoop: van gepubliceerd zorginkoopbeleid tot betaalde declaratie."""
