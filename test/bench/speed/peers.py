"""Python's json and jsonschema on the same lines. Usage: peers.py FILE MODE; prints CPU seconds and wrong calls as JSON."""

import json
import sys
import time

import jsonschema

path, mode = sys.argv[1:3]
with open(path, encoding="utf8") as file:
    lines = file.readlines()


def parts(line):
    row = json.loads(line)
    if isinstance(row["tools"], str):
        return json.loads(row["tools"]), [(c["name"], c["arguments"]) for c in json.loads(row["answers"])]
    calls = []
    for message in row["messages"]:
        for call in message.get("tool_calls") or []:
            calls.append((call["function"]["name"], json.loads(call["function"]["arguments"])))
    return [tool["function"] for tool in row["tools"]], calls


def closed(schema):
    return {"additionalProperties": False, **schema}


wrong = 0
cache = {}
start = time.process_time()
for line in lines:
    tools, calls = parts(line)
    by_name = {tool["name"]: tool["parameters"] for tool in tools}
    for name, given in calls:
        schema = by_name[name]
        if mode == "validate":
            try:
                jsonschema.validate(given, closed(schema))
            except jsonschema.ValidationError:
                wrong += 1
            continue
        key = json.dumps(schema)
        validator = cache.get(key)
        if validator is None:
            validator = cache[key] = jsonschema.Draft7Validator(closed(schema))
        if any(True for _ in validator.iter_errors(given)):
            wrong += 1
print(json.dumps({"cpu": time.process_time() - start, "wrong": wrong}))
