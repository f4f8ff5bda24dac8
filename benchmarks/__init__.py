"""Speed and scale, run by command (`make bench`) and never inside a timed test.

Figures are ratios of two things measured side by side in one run: seconds differ from machine to machine.
"""
