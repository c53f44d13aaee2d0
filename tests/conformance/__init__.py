"""The standard, point by point, in both versions and on both engines.

Each test's first line names what it covers: the section of our check-list, the force of the demand
(M: both versions, 2M: a recommendation of 1.0.3 that 2.0 demands, S: recommended, 1 or 2: that version
only), and where the standards say it (C: Communication, D: Data, both 1.0.3; L: IEEE 9274.1.1).
"""
