"""How figures are told: each a row of a table that can be pasted, with its ratio to another row of the same run."""

from collections.abc import Sequence
from statistics import median, quantiles


def head() -> None:
    """Begin the table."""
    print("| what | figure | ratio |\n|---|---|---|")


def row(what: str, figure: str, ratio: float | str = "") -> None:
    """One figure."""
    told = ratio if isinstance(ratio, str) else f"{ratio:.1f}" if ratio < 100 else f"{ratio:.0f}"
    print(f"| {what} | {figure} | {told} |", flush=True)


def p99(spent: Sequence[float]) -> float:
    """All but one in a hundred were faster."""
    return quantiles(spent, n=100)[98]


def spread(spent: Sequence[float]) -> str:
    """Half of them, and all but one in a hundred, were faster than this."""
    return f"p50 {median(spent) * 1000:,.1f} ms, p99 {p99(spent) * 1000:,.1f} ms"
