"""Makes the data set of examples/runs: single questions with a call, from ToolRL (with thoughts) and BFCL (without).

    python small_data.py rlla_sft.json BFCL_v4_multiple.json possible_answer/BFCL_v4_multiple.json > data.jsonl

Sources: github.com/qiancheng0/ToolRL (dataset/rlla_4k_raw/rlla_sft.json) and github.com/ShishirPatil/gorilla
(berkeley-function-call-leaderboard/bfcl_eval/data), both Apache-2.0. What is changed: the shape of the record (messages and
tools as Hugging Face has them; types of parameters as JSON Schema names them; of BFCL's accepted values the first one), and
which records are taken. Texts of questions, thoughts, calls and tools stay as they are.
"""

import json
import re
import sys

TYPES = {"str": "string", "string": "string", "int": "integer", "integer": "integer", "float": "number", "number": "number", "bool": "boolean", "boolean": "boolean", "dict": "object", "object": "object", "list": "array", "array": "array", "tuple": "array"}
#: Characters of a record that is still taken: long ones would be cut at the length that the small model is trained with.
MOST_CHARACTERS = 2500
TOOLRL, BFCL = 180, 60


def schema_type(name):
    """A type's name in JSON Schema, or None."""
    word = re.split(r"[\[,]", str(name).strip().lower())[0]
    return TYPES.get(word)


def rename_types(schema):
    """A schema of BFCL with JSON Schema's names of types."""
    if isinstance(schema, list):
        return [rename_types(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {key: rename_types(value) for key, value in schema.items()}
    if isinstance(renamed.get("type"), str):
        known = schema_type(renamed["type"])
        renamed = {**renamed, "type": known} if known else {key: value for key, value in renamed.items() if key != "type"}
    return renamed


def tool(name, description, parameters):
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def sample(identity, query, thought, calls, tools):
    answer = {"role": "assistant", **({"reasoning_content": thought} if thought else {}), "content": ""}
    answer["tool_calls"] = [{"type": "function", "function": {"name": name, "arguments": arguments}} for name, arguments in calls]
    return {"id": identity, "messages": [{"role": "user", "content": query}, answer], "tools": tools}


def from_toolrl(path):
    """Records of one question, one thought and calls; None where there is anything else in them."""
    for number, record in enumerate(json.load(open(path, encoding="utf-8"))):
        question = re.fullmatch(r"\*\*Dialogue Records History\*\*\s*<user>\s*(.*?)\s*</user>\s*", record["input"], re.S)
        answer = re.fullmatch(r"\s*<think>\s*(.*?)\s*</think>\s*<tool_call>\s*(.*?)\s*</tool_call>\s*", record["output"], re.S)
        listed = record["instruction"].split("you can use the following tools:\n", 1)[-1].split("\n\n**Steps for Each Turn**", 1)[0]
        if not question or not answer or "<user>" in question[1] or "<tool_call>" in answer[1]:
            continue
        try:
            calls = [json.loads(line) for line in answer[2].split("\n") if line.strip()]
            tools = []
            for name, description, parameters in re.findall(r"^\d+\. Name: (.*?)\nDescription: (.*?)\nParameters: (\{.*?\})$", listed, re.S | re.M):
                properties = {}
                for key, value in json.loads(parameters).items():
                    known = schema_type(value.get("type"))
                    properties[key] = {**({"type": known} if known else {}), **{k: v for k, v in value.items() if k != "type" and not (k == "default" and v == "")}}
                tools.append(tool(name, description, {"type": "object", "properties": properties}))
            pairs = [(call["name"], call["parameters"]) for call in calls]
        except (ValueError, KeyError, AttributeError):
            continue
        names = {entry["function"]["name"] for entry in tools}
        if tools and all(name in names and isinstance(arguments, dict) for name, arguments in pairs):
            yield sample(f"toolrl-{number}", question[1], answer[1], pairs, tools)


def from_bfcl(questions, answers):
    """Questions with the first accepted value of each argument; an argument that may stay out does."""
    accepted = {}
    with open(answers, encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            accepted[entry["id"]] = entry["ground_truth"]
    with open(questions, encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            turns = entry["question"][0]
            if len(entry["question"]) != 1 or len(turns) != 1 or entry["id"] not in accepted:
                continue
            calls = [(name, {key: values[0] for key, values in arguments.items() if values and values[0] != ""}) for call in accepted[entry["id"]] for name, arguments in call.items()]
            tools = [tool(function["name"], function["description"], rename_types(function["parameters"])) for function in entry["function"]]
            yield sample(f"bfcl-{entry['id']}", turns[0]["content"], None, calls, tools)


def main(toolrl, questions, answers):
    def few(samples, most):
        short = [line for line in (json.dumps(each, ensure_ascii=False) for each in samples) if len(line) <= MOST_CHARACTERS]
        print(f"{len(short)} short enough, {min(most, len(short))} taken", file=sys.stderr)
        return short[:most]

    with_thought, without = few(from_toolrl(toolrl), TOOLRL), few(from_bfcl(questions, answers), BFCL)
    while with_thought or without:
        for group, size in ((with_thought, 3), (without, 1)):
            for line in group[:size]:
                print(line)
            del group[:size]


if __name__ == "__main__":
    main(*sys.argv[1:])
