"""Tuning: what the lexicons lack, what a change of them does, and why something was found or not."""
