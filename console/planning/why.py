"""Why (placeholder)."""

from console.domain.plan import Plan
from console.planning.arrays import Tables


def explain(known: Tables, plan: Plan) -> Plan:
    return plan
