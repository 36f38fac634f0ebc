"""Linear and integer programs, solved by HiGHS within scipy.

Import it in the worker only: numpy and scipy take a second and a hundred megabytes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, linprog, milp

# A bound of nodes, none of time: the same program has the same answer on every machine.
MOST_NODES = 500
# Of thousands of values that hardly differ, the last point is not looked for.
GAP = 1e-6


@dataclass(frozen=True)
class Program:
    """Most of `values · x`, with `matrix · x <= most` and `x >= 0`; matrix is sparse, by columns.

    Where `whole` is 1, x is 0 or 1; else any number.
    """

    values: Any
    matrix: Any
    most: Any
    whole: Any

    def of(self, columns: Any) -> "Program":
        """Return the program with these columns only."""
        return Program(
            self.values[columns], self.matrix[:, columns], self.most, self.whole[columns]
        )


def gains(program: Program, columns: Any) -> tuple[float, Any]:
    """Solve without the whole numbers, with these columns only.

    Return the most, and what each column of the whole program could gain on it: where none is above
    0, more columns do not help.
    """
    part = program.of(columns)
    # By interior points in a quarter of the work of the simplex method, which always ends.
    for method in ("highs-ipm", "highs-ds"):
        found = linprog(-part.values, A_ub=part.matrix, b_ub=part.most, method=method)
        if found.x is not None:
            break
    else:
        raise RuntimeError("no solution of a program that nothing solves: " + found.message)
    return -found.fun, program.values + program.matrix.T @ found.ineqlin.marginals


def solve(program: Program) -> Any | None:
    """Return the best x that was found within the bound of nodes; None if there is none."""
    found = milp(
        -program.values,
        constraints=LinearConstraint(program.matrix, -np.inf, program.most),
        integrality=program.whole,
        bounds=Bounds(0, np.where(program.whole == 1, 1, np.inf)),
        options={"node_limit": MOST_NODES, "mip_rel_gap": GAP},
    )
    return None if found.x is None else np.round(found.x, 6)


def pair_up(values: Any) -> tuple[Any, Any]:
    """Return the rows and columns that are paired, each once, so that their values sum to most."""
    rows, columns = linear_sum_assignment(values, maximize=True)
    return rows, columns
