"""`python -m tests.benchmarks planner`: the planner beside its peers, as one table."""

import argparse
import sys

from tests.benchmarks.planner import table


def main(arguments: list[str]) -> int:
    """What the chosen benchmark returns."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    benchmarks = parser.add_subparsers(dest="benchmark", required=True)
    planner = benchmarks.add_parser("planner", help="the planner beside its peers")
    table.add_arguments(planner)
    return table.main(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
