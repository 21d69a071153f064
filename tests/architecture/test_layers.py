"""What import-linter cannot say: the rules need no library at all, the app package stays empty."""

import subprocess
import sys

from tests.architecture.sources import ROOT, imports, modules

IMPORT_ALL_RULES = """
import importlib, pathlib, sys
sys.path.insert(0, ".")
modules = list(pathlib.Path("rules").rglob("*.py"))
for module in modules:
    importlib.import_module(".".join(module.with_suffix("").parts).removesuffix(".__init__"))
print(len(modules))
"""


def test_rules_import_the_standard_library_and_each_other_only():
    allowed = sys.stdlib_module_names | {"rules"}
    foreign = {
        f"{module.relative_to(ROOT)}: {name}"
        for module in modules("rules")
        for name in imports(module)
        if name.split(".")[0] not in allowed
    }
    assert foreign == set()


def test_rules_load_in_a_python_without_any_library():
    command = [sys.executable, "-I", "-S", "-c", IMPORT_ALL_RULES]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (loaded.stderr, int(loaded.stdout)) == ("", len(list(modules("rules"))))


def test_app_package_is_empty():
    assert (ROOT / "app" / "__init__.py").read_text(encoding="utf-8").strip() == ""
