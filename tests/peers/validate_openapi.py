# SPDX-License-Identifier: EUPL-1.2
"""openapi-spec-validator over many documents, in one pool of processes.

    validate_openapi.py [--jobs N] [--seconds S] [--megabytes M] FILE…

One line of JSON for each document: `verdict` is `valid`, `invalid`, `slow` (took longer than S seconds) or `large`
(more than M megabytes, not tried). The last line has the totals. Exit status 1 if any document is invalid.
"""

import argparse
import collections
import json
import multiprocessing
import os
import signal
import sys
import time

ERRORS_SHOWN = 5


class Slow(Exception):
    """The time for one document is over."""


def alarm(_signal, _frame):
    raise Slow


def judge(task):
    from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
    from openapi_spec_validator.readers import read_from_filename

    path, seconds, megabytes = task
    size = os.path.getsize(path)
    if size > megabytes * 1_000_000:
        return {"file": path, "verdict": "large", "bytes": size}
    began = time.monotonic()
    signal.signal(signal.SIGALRM, alarm)
    signal.alarm(seconds)
    errors = []
    try:
        spec, _ = read_from_filename(path)
        new = spec["openapi"].startswith("3.1")
        validator = OpenAPIV31SpecValidator if new else OpenAPIV30SpecValidator
        for error in validator(spec).iter_errors():
            where = "/".join(str(step) for step in getattr(error, "absolute_path", []))
            errors.append(f"{where}: {str(getattr(error, 'message', error))[:300]}")
            if len(errors) == ERRORS_SHOWN:
                break
        verdict = "invalid" if errors else "valid"
    except Slow:
        verdict = "slow"
    except Exception as error:  # whatever a reader or validator dies of is a verdict on the document
        verdict = "invalid"
        errors.append(f"{type(error).__name__}: {str(error)[:300]}")
    finally:
        signal.alarm(0)
    return {
        "file": path,
        "verdict": verdict,
        "seconds": round(time.monotonic() - began, 2),
        "bytes": size,
        "errors": errors,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    totals = collections.Counter()
    began = time.monotonic()
    tasks = [(path, arguments.seconds, arguments.megabytes) for path in arguments.files]
    with multiprocessing.Pool(arguments.jobs) as pool:
        for result in pool.imap(judge, tasks, chunksize=1):
            totals[result["verdict"]] += 1
            print(json.dumps(result), flush=True)
    print(json.dumps({"totals": totals, "seconds": round(time.monotonic() - began, 1)}))
    sys.exit(1 if totals["invalid"] else 0)


if __name__ == "__main__":
    main()
