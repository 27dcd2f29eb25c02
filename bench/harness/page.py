"""How results are told: the table on the terminal and docs/performance.md. Pure."""

from harness import figures

NAMES = {
    figures.GRPC_ASYNC: "gRPC C++ async",
    figures.GRPC_CALLBACK: "gRPC C++ callback",
    figures.NGINX: "nginx",
    figures.HAPROXY: "HAProxy",
}
COLUMNS = ("figure", "unit", "ours", "baseline", "is", "ratio", "target", "spread", "verdict")


def number(value: float | None) -> str:
    """Three digits that count; a dash for nothing."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def results_of(document: dict) -> dict:
    """The figures of a document, without what it says about the run."""
    return {key: value for key, value in document.items() if key != "run"}


def row(key: str, result: dict) -> list[str]:
    target = "-"
    if result["target"] is not None:
        target = ("<= " if result["better"] == "lower" else ">= ") + _ratio(result["target"])
    spread = "-" if result["spread"] is None else f"{result['spread']:.0%}"
    return [key, result["unit"], number(result["value"]), number(result["baseline"]), NAMES[result["baseline_of"]],
            _ratio(result["ratio"]), target, spread, figures.verdict(result)]


def table(document: dict) -> str:
    rows = [list(COLUMNS)] + [row(key, result) for key, result in results_of(document).items()]
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip() for cells in rows]
    results = [figures.verdict(result) for result in results_of(document).values()]
    lines.append(f"{results.count('met')} met, {results.count('missed')} missed, "
                 f"{results.count('not measured')} not measured")
    return "\n".join(lines)


def markdown(document: dict) -> str:
    run = document["run"]
    lines = [
        "# What the front door costs, beside others",
        "",
        "Written by `scripts/bench --write-docs` from what it measured, and by nobody's hand."
        " [bench](../bench/README.md) says how each figure is taken.",
        "",
        f"Machine: {run['machine']}. Date: {run['date']} (UTC). Commit: {run['commit']}"
        " (with a `+`: the tree differed from it). "
        f"Run: `--{run['mode']}`, {run['rounds']} rounds, interleaved.",
        "",
        "| figure | what it is | unit | ours | baseline | is | ratio | target | spread | verdict |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for key, result in results_of(document).items():
        cells = row(key, result)
        lines.append("| " + " | ".join([cells[0], result["about"], *cells[1:]]) + " |")
    lines += [
        "",
        "- **Ours** and **baseline** are medians over the rounds; **ratio** is the median of each round's ratio;"
        " **spread** is that ratio's",
        "  largest less its smallest value as a share of the median.",
        "- CPU time is user and system time of the server's processes; with nginx and HAProxy that of the server"
        " behind them counts too.",
        "- Ratios carry over to other machines, absolute values do not. A dash: not measured.",
        "- A figure without a target is there for information.",
        "",
    ]
    return "\n".join(lines)
