"""Figures that tests measure: the worst of each, shown when the tests are run by ``run_tests.py``."""

_FIGURES = {}


def figure(check, value):
    """Keep a measured value; of several under one name the largest (texts: the last). Returns the value."""
    old = _FIGURES.get(check)
    _FIGURES[check] = value if isinstance(value, str) or old is None else max(old, value)
    return value


def lines():
    """The figures as lines of text."""
    return [f"  figure  {check}: {value if isinstance(value, str) else f'{value:.2g}'}" for check, value in _FIGURES.items()]
