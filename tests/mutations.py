"""Small automatic changes to a function: another axis, another sign, one off, a factor, a term or a call left out."""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

OTHER_OPERATOR = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.FloorDiv: ast.Mult}
OTHER_COMPARISON = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def mutants(source: str, name: str, namespace: dict[str, Any]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each changed version of a function, with a description of the change.

    Parameters
    ----------
    source : str
        One function definition.
    name : str
        Of the function.
    namespace : dict
        The globals that it uses.
    """
    tree = ast.parse(source)
    count = sum(1 for _ in ast.walk(tree))
    for position in range(count):
        for change in range(3):
            changed = copy.deepcopy(tree)
            description = _mutate(changed, list(ast.walk(changed))[position], change)
            if description is None:
                break
            if ast.dump(changed) == ast.dump(tree):
                continue
            made = dict(namespace)
            exec(compile(ast.fix_missing_locations(changed), "mutant", "exec"), made)
            yield description, made[name]


def _mutate(tree: ast.AST, node: ast.AST, change: int) -> str | None:
    """Make the change of this number to a node, in place, and describe it; None when there is no such change."""
    if isinstance(node, ast.keyword) and node.arg == "axis" and isinstance(node.value, ast.Constant):
        axes = [axis for axis in (0, 1, None) if axis != node.value.value]
        if change < len(axes):
            node.value = ast.Constant(axes[change])
            return f"axis={axes[change]}"
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        if change < 2:
            node.value += (1, -1)[change]
            return f"{node.value} for another number"
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_COMPARISON:
        if change == 0:
            node.ops[0] = OTHER_COMPARISON[type(node.ops[0])]()
            return "another comparison"
    elif isinstance(node, ast.BinOp):
        if change == 0 and type(node.op) in OTHER_OPERATOR:
            node.op = OTHER_OPERATOR[type(node.op)]()
            return "another sign"
        if change == 0 and isinstance(node.op, ast.Mult | ast.Div):
            _replace(tree, node, node.left)
            return "a factor or divisor left out"
        if change == 1 and isinstance(node.op, ast.Add | ast.Sub):
            _replace(tree, node, node.left)
            return "a term left out"
    elif isinstance(node, ast.AugAssign):
        if change == 0:
            _replace(tree, node, ast.Pass())
            return "a statement left out"
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and change == 0:
        _replace(tree, node, node.value)
        return "a slice left out"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        if change == 0:
            _replace(tree, node, node.operand)
            return "a minus left out"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        if change == 0:
            _replace(tree, node, node.operand)
            return "a not left out"
    elif isinstance(node, ast.Return) and node.value is not None and change == 0:
        node.value = ast.UnaryOp(ast.USub(), node.value)
        return "the result negated"
    elif isinstance(node, ast.Call) and change < len(node.keywords):
        left_out = node.keywords.pop(change)
        return f"{left_out.arg} left out"
    elif isinstance(node, ast.Call) and change == 0 and isinstance(node.func, ast.Attribute) and not node.args:
        _replace(tree, node, node.func.value)
        return f"{node.func.attr} left out"
    elif (
        isinstance(node, ast.Call)
        and change == 0
        and len(node.args) == 1
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"log", "sqrt", "exp", "abs"}
    ):
        _replace(tree, node, node.args[0])
        return f"{node.func.attr} left out"
    return None


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Put one node in the place of another."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
                return
            if isinstance(value, list) and any(item is old for item in value):
                value[[item is old for item in value].index(True)] = new
                return
