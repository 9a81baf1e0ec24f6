"""Builds the app before a wheel is made, so that whoever installs the wheel needs no Node."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AppBuildHook(BuildHookInterface[Any]):
    """Runs client_pwa/build.py. An editable install builds nothing: `make` does that."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring client_pwa/dist up to date and put it into the wheel, beside the server package."""
        if version == "editable":
            return
        folder = Path(self.root) / "client_pwa"
        spec = importlib.util.spec_from_file_location("field727_app_build", folder / "build.py")
        if spec is None or spec.loader is None:
            message = "client_pwa/build.py is missing"
            raise RuntimeError(message)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.build()
        build_data["force_include"][str(folder / "dist")] = "client_pwa/dist"
