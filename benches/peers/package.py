"""Packs a folder as one would in Python: the SHA-256 of each file into a manifest, and zipfile.

    package.py FOLDER ZIP
"""

import hashlib
import json
import pathlib
import sys
import zipfile


def main(folder, package):
    folder = pathlib.Path(folder)
    files = []
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".zip":
                with open(path, "rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                archive.write(path, path.relative_to(folder))
                files.append({"path": str(path), "sha256": digest, "size": path.stat().st_size})
    with open(package, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with open(f"{package}.json", "w") as out:
        json.dump({"package": {"path": package, "sha256": digest}, "artifacts": files}, out, indent=2)


main(sys.argv[1], sys.argv[2])
