"""The first-party files a module needs, found by reading its imports."""

import ast
from pathlib import Path


def closure(module: str) -> set[str]:
    """Paths of ``module`` and of all project files it imports, directly or not."""
    found: set[str] = set()
    _follow(module, found)
    return found


def _follow(module: str, found: set[str]) -> None:
    path = Path(module.replace(".", "/") + ".py")
    path = path if path.exists() else path.with_suffix("") / "__init__.py"
    if not path.exists() or path.as_posix() in found:
        return
    found.add(path.as_posix())
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in _imported(node):
            parts = name.split(".")
            for count in range(1, len(parts) + 1):
                _follow(".".join(parts[:count]), found)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name.startswith("pipeline")]
    return []
