#!/usr/bin/env python3
{MARKER}
"""{NAME}, for `python scripts/{NAME}.py FLAGS`: judges nothing itself.

It runs the executable of that name, on the repository in which this file lies unless --root says
otherwise. The executable is looked for in the folder RAY_GATES_BIN where that is set, else beside
this file, else on PATH; never in the current folder.
"""
import os
import sys

NAME = "{NAME}"
SCRIPTS = os.path.dirname(os.path.realpath(__file__))


def stop(reason):
    line = "[RAY ERROR] - Failed at starting %s. Reason: %s. Awaiting instructions.\n"
    sys.stderr.write(line % (NAME, reason))
    sys.exit(2)


def executable():
    named = os.environ.get("RAY_GATES_BIN")
    folders = [named] if named else [SCRIPTS] + os.environ.get("PATH", "").split(os.pathsep)
    for folder in folders:
        path = os.path.join(folder, NAME + (".exe" if os.name == "nt" else ""))
        # A relative folder depends on where the user stands; whatever lies there is not run.
        if os.path.isabs(folder) and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    if named:
        stop("RAY_GATES_BIN is %r, which is no absolute path of a folder with %s" % (named, NAME))
    stop("the executable %s is not on PATH; install ray-gates, or set RAY_GATES_BIN to its folder" % NAME)


def names_root(argument):
    long = argument == "--root" or argument.startswith("--root=")
    return long or (argument[:1] == "-" and argument[:2] != "--" and "C" in argument)


def main():
    arguments = sys.argv[1:]
    if not any(names_root(argument) for argument in arguments):
        arguments = ["--root", os.path.dirname(SCRIPTS)] + arguments
    command = [executable()] + arguments
    try:
        if os.name != "nt":
            os.execv(command[0], command)
        # The folder of this file may hold a module of any name.
        sys.path[:] = [path for path in sys.path if os.path.realpath(path) != SCRIPTS]
        import signal
        import subprocess

        # Ctrl-C is for the executable, whose exit code is passed on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(subprocess.call(command))
    except OSError as error:
        stop("%s cannot be run: %s" % (command[0], error))


if __name__ == "__main__":
    main()
