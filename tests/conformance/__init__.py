"""The standard, point by point, in both versions and on both engines.

`requirements.yaml` lists the points. The first words of each test are the points it covers; `table.py`
makes `docs/conformance.md` of both, and a test refuses a point that nothing covers.
"""
