# SPDX-License-Identifier: MIT
"""The table of tests/blind/run: what was expected of each candidate, what
the grader gave, how often.

    python3 table.py CANDIDATES VERDICTS

A mistake is named rightly when the first diagnosis, the one that a student
reads first, is the expected one; "also" counts the verdicts that have it
further down. A right program is named rightly when it has all points and no
diagnosis. A baseline may have not-parallel, or what mpi calls it, and nothing
else: it is right, and one worker works."""

import collections
import json
import pathlib
import re
import sys

FIRST, ALSO, MISSED = "first", "also", "missed"
BASELINE = {"not-parallel", "root-does-all"}


def expectation(source):
    """The words of the first line, as a dictionary."""
    with open(source, encoding="utf-8") as file:
        line = file.readline()
    match = re.fullmatch(r"/\* expect: (.*) \*/\n", line)
    if match is None:
        sys.exit(f"{source}: the first line does not say what to expect")
    return dict(word.split("=") for word in match.group(1).split())


def given(verdict):
    """Points and the names of all diagnoses, the strongest first."""
    exercise = json.loads(verdict.read_text(encoding="utf-8"))["exercises"][0]
    correct = exercise["correct"]
    points = correct["points"] if correct else 0
    return points, tuple(d["name"] for d in exercise["diagnoses"])


def judge(kind, expected, points, names):
    if kind == "wrong":
        if expected["diagnosis"] not in names:
            return MISSED
        return FIRST if names[0] == expected["diagnosis"] else ALSO
    if kind == "baseline":
        return FIRST if names and set(names) <= BASELINE else MISSED
    is_right = points == float(expected["points"]) and not names
    return FIRST if is_right else MISSED


def rows(candidates, verdicts):
    """(kind, candidate, expected, [points and names of every round])"""
    rounds = collections.defaultdict(list)
    for verdict in sorted(verdicts.glob("*.json")):
        rounds[verdict.name.split(".")[0]].append(given(verdict))
    for name, outcomes in sorted(rounds.items()):
        lab, exercise, candidate = name.split("-", 2)
        source = candidates / lab / exercise / f"{candidate}.c"
        if candidate in ("reference", "baseline"):
            kind, expected = candidate, {"points": "60", "diagnosis": "none"}
        else:
            kind = "right" if candidate.startswith("right_") else "wrong"
            expected = expectation(source)
        yield kind, f"{lab}/{exercise}/{candidate}", expected, outcomes


def main():
    candidates, verdicts = map(pathlib.Path, sys.argv[1:])
    totals = collections.Counter()
    counts = collections.Counter()
    order = ("wrong", "right", "reference", "baseline")
    table = sorted(
        rows(candidates, verdicts), key=lambda row: (order.index(row[0]), row[1])
    )
    print(f"{'candidate':42} {'expected':21} {'points':>6}  given")
    for kind, name, expected, outcomes in table:
        wanted = expected["diagnosis"]
        if kind == "baseline":
            wanted = "not-parallel"
        for index, ((points, names), n) in enumerate(
            collections.Counter(outcomes).most_common()
        ):
            outcome = judge(kind, expected, points, names)
            counts[kind, outcome] += n
            totals[kind] += n
            mark = {FIRST: " ", ALSO: "~", MISSED: "!"}[outcome]
            label = (name, wanted) if index == 0 else ("", "")
            print(
                f"{label[0]:42} {label[1]:21} {points:6g} {mark}"
                f"{n:2} x {', '.join(names) or 'none'}"
            )
    print()
    for kind in order:
        if totals[kind]:
            also = counts[kind, ALSO]
            print(
                f"{kind:9} {counts[kind, FIRST]:3} of {totals[kind]:3} named "
                f"rightly" + (f", {also} more not as the first" if also else "")
            )
    is_good = all(outcome == FIRST for (_, outcome), n in counts.items() if n)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
