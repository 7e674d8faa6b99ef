"""Judges deploy/aws by what was not written here: botocore's models of the services, and parsers of HCL and TypeScript.

Its arguments are directories. For each it prints one line of JSON: `faults`, what the snippets say of the function, and the
variables that they write, each as [file, name, value], those of lambda.ts in a region of each partition.
"""

import functools
import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

import botocore.exceptions
import botocore.session
import hcl2
import tree_sitter
import tree_sitter_typescript
from botocore import xform_name
from botocore.validate import ParamValidator

# Permissions of X-Ray's OTLP endpoint. No operation of the SDKs has their names, so no model lists them; the service
# authorization reference does.
PERMISSIONS_WITHOUT_OPERATION = {"xray:PutSpans", "xray:PutSpansForIndexing"}
# One of each partition.
REGIONS = ("eu-west-1", "cn-north-1", "us-gov-west-1")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")

SESSION = botocore.session.get_session()


@functools.cache
def service_model(service):
    try:
        return SESSION.get_service_model(service)
    except botocore.exceptions.UnknownServiceError:
        return None


def operation(service, name):
    """The model of an operation, by its name in an API or on the command line; none if there is none."""
    model = service_model(service)
    if model is None:
        return None
    names = [it for it in model.operation_names if name in (it, xform_name(it, "-"))]
    return model.operation_model(names[0]) if names else None


def misfits(shape, value, at):
    """What a value is not, of a shape: ParamValidator's report, and values outside of an enumeration."""
    faults = [it for it in ParamValidator().validate(value, shape).generate_report().splitlines() if it]

    def enumerated(shape, value):
        if shape.type_name == "structure" and isinstance(value, dict):
            for key, part in value.items():
                if key in shape.members:
                    enumerated(shape.members[key], part)
        elif shape.type_name == "list" and isinstance(value, list):
            for part in value:
                enumerated(shape.member, part)
        elif shape.type_name == "string" and shape.enum and value not in shape.enum:
            faults.append(f"{value} is none of {shape.name}")

    enumerated(shape, value)
    return [f"{at}: {fault}" for fault in faults]


def policy(path):
    """What is wrong with a policy document."""
    document = json.loads(path.read_text())
    faults = []
    if document["Version"] != "2012-10-17":
        faults.append(f"{path.name}: version {document['Version']}")
    for statement in document["Statement"]:
        if statement["Effect"] != "Allow":
            faults.append(f"{path.name}: effect {statement['Effect']}")
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            service, _, name = action.partition(":")
            if action not in PERMISSIONS_WITHOUT_OPERATION and not operation(service, name):
                faults.append(f"{path.name}: no action {action}")
    return faults


# Arguments hold line ends, so units and records are told apart by the characters of those names.
STUB = r"""#!/bin/sh
printf '%s\037' "$@" >> "{calls}"
printf '\036' >> "{calls}"
case "$1 $2" in "sts get-caller-identity") echo 123456789012 ;; esac
"""


def script(path, region):
    """Runs the script in a region with a stub for `aws`, and judges each call by the service's model."""
    with tempfile.TemporaryDirectory() as directory:
        calls = pathlib.Path(directory, "calls")
        stub = pathlib.Path(directory, "aws")
        stub.write_text(STUB.format(calls=calls))
        stub.chmod(stub.stat().st_mode | stat.S_IXUSR)
        ran = subprocess.run(
            ["sh", path, region, "5"],
            env={**os.environ, "PATH": f"{directory}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
        )
        records = calls.read_text().split("\x1e")[:-1] if calls.exists() else []
    faults = [f"{path.name}: {ran.stderr}"] if ran.returncode else []
    made = []
    for service, name, *rest in (record.split("\x1f")[:-1] for record in records):
        model = operation(service, name)
        made.append(name)
        if model is None:
            faults.append(f"{path.name}: no command {service} {name}")
            continue
        options = dict(zip(rest[::2], rest[1::2]))
        for of_the_command_line in ("--region", "--query", "--output"):
            options.pop(of_the_command_line, None)
        members = model.input_shape.members if model.input_shape else {}
        parameters = {}
        for option, value in options.items():
            member = next((it for it in members if "--" + xform_name(it, "-") == option), None)
            if member is None:
                faults.append(f"{path.name}: {name} takes no {option}")
            else:
                parameters[member] = json.loads(value) if members[member].type_name == "structure" else value
            if option == "--policy-document":
                if re.search("PARTITION|REGION|ACCOUNT", value):
                    faults.append(f"{path.name}: a place of {option} is not filled")
                partition = SESSION.get_partition_for_region(region)
                wrong = [it for it in re.findall(r"arn:([^:]*):", value) if it != partition]
                faults += [f"{path.name}: {it} is not the partition of {region}" for it in wrong]
        if model.input_shape:
            faults += misfits(model.input_shape, parameters, f"{path.name}: {name}")
    return faults, made


def plain(value):
    """A value of python-hcl2, without the quotes of its strings."""
    if isinstance(value, str):
        return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    if isinstance(value, list):
        return [plain(it) for it in value]
    if isinstance(value, dict):
        return {plain(key): plain(it) for key, it in value.items()}
    return value


def assignments(value):
    """Every pair of a name in capitals and its value, however deep."""
    if isinstance(value, dict):
        for key, part in value.items():
            if VARIABLE.fullmatch(key):
                yield key, part
            yield from assignments(part)
    elif isinstance(value, list):
        for part in value:
            yield from assignments(part)


def texts(value):
    """Every text in it, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def terraform(directory):
    """What the Terraform files say of the function, and the variables in them."""
    blocks = {"resource": {}, "variable": {}, "locals": {}, "terraform": {}}
    for name in ("settings.tf", "lambda.tf"):
        read = plain(hcl2.loads((directory / name).read_text()))
        for kind, found in blocks.items():
            for block in read.get(kind, []):
                for key, part in block.items():
                    if isinstance(part, dict) and isinstance(found.get(key), dict):
                        found[key] = {**found[key], **part}
                    else:
                        found[key] = part
    made = blocks["resource"]["aws_lambda_function"]["scorer"]
    tracing = made["tracing_config"][0]["mode"]
    default = re.fullmatch(r"\$\{var\.(\w+)\}", tracing)
    function = {
        "Runtime": made["runtime"],
        "Handler": made["handler"],
        "Architectures": made["architectures"],
        "MemorySize": made["memory_size"],
        "Timeout": made["timeout"],
        "TracingConfig": {"Mode": blocks["variable"][default[1]]["default"] if default else tracing},
    }
    faults = []
    versions = [blocks["terraform"]["required_version"]]
    versions += [it["version"] for it in blocks["terraform"]["required_providers"][0].values() if isinstance(it, dict)]
    faults += [f"lambda.tf: {it} has no upper bound" for it in versions if "<" not in it and "~>" not in it]
    group = blocks["resource"].get("aws_cloudwatch_log_group", {}).get("scorer", {})
    if group.get("name") != "/aws/lambda/" + made["function_name"] or not group.get("retention_in_days"):
        faults.append("lambda.tf: the function's log is kept for ever")
    faults += [f"lambda.tf: {it} names a partition" for it in texts(blocks) if it.startswith("arn:aws")]
    variables = made["environment"][0]["variables"]
    faults += [] if variables == "${local.variables}" else [f"lambda.tf: the function's variables are {variables}"]
    return faults, function, [["settings.tf", *it] for it in assignments(blocks["locals"])]


def literal(node, known):
    """The value of an expression of TypeScript, with those of names that are known; of `a ?? b` that of b."""
    text = node.text.decode()
    if node.type == "string":
        return text[1:-1]
    if node.type == "template_string":
        for part in node.named_children:
            if part.type == "template_substitution" and part.named_children[0].text.decode() in known:
                text = text.replace(part.text.decode(), known[part.named_children[0].text.decode()])
        return text[1:-1]
    if node.type == "identifier":
        return known.get(text)
    if node.type == "number":
        return int(text)
    if node.type == "array":
        return [literal(it, known) for it in node.named_children]
    if node.type == "object":
        return {key: value for key, value in pairs(node, known)}
    if node.type == "binary_expression":
        left, right = node.named_children
        operator = node.child_by_field_name("operator").text.decode()
        return literal(left, known) == literal(right, known) if operator == "===" else literal(right, known)
    if node.type == "ternary_expression":
        condition, yes, no = node.named_children
        return literal(yes if literal(condition, known) else no, known)
    if node.type == "call_expression":
        called, arguments = node.named_children
        if called.type == "member_expression" and called.text.endswith(b".startsWith"):
            whole = literal(called.child_by_field_name("object"), known)
            return whole is not None and whole.startswith(literal(arguments.named_children[0], known))
    return None


def pairs(node, known):
    for child in node.named_children:
        if child.type == "pair":
            yield child.child_by_field_name("key").text.decode(), literal(child.child_by_field_name("value"), known)
        elif child.type == "shorthand_property_identifier":
            yield child.text.decode(), known.get(child.text.decode())


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def in_region(path, nodes, region):
    """What the Pulumi program's objects are in a region, and what is wrong with them there."""
    known = {"region": region, "environment": "staging"}
    for node in nodes:
        if node.type == "variable_declarator" and node.child_by_field_name("value") is not None:
            value = literal(node.child_by_field_name("value"), known)
            if isinstance(value, str):
                known.setdefault(node.child_by_field_name("name").text.decode(), value)
    objects = [dict(pairs(it, known)) for it in nodes if it.type == "object"]
    partition = SESSION.get_partition_for_region(region)
    arns = [it for it in texts(objects) if it.startswith("arn:")]
    faults = [f"{path.name}: {it} is not of {partition}" for it in arns if it.split(":")[1] != partition]
    suffix = SESSION.get_component("endpoint_resolver").get_partition_dns_suffix(partition)
    if f"https://xray.{region}.{suffix}" not in texts(objects):
        faults.append(f"{path.name}: no endpoint of {region}")
    made = next((it for it in objects if "runtime" in it), {})
    group = next((it for it in objects if "retentionInDays" in it), {})
    if not made.get("name") or group.get("name") != f"/aws/lambda/{made['name']}" or not group.get("retentionInDays"):
        faults.append(f"{path.name}: the function's log is kept for ever")
    return faults, objects, made


def typescript(path):
    """What the Pulumi program says of the function, and the variables in it."""
    language = tree_sitter.Language(tree_sitter_typescript.language_typescript())
    tree = tree_sitter.Parser(language).parse(path.read_bytes())
    nodes = list(walk(tree.root_node))
    faults = [f"{path.name}: line {it.start_point[0] + 1} is no TypeScript" for it in nodes if it.is_error or it.is_missing]
    variables = []
    for region in REGIONS:
        found, objects, made = in_region(path, nodes, region)
        faults += found
        written = [[path.name, *it] for part in objects for it in part.items() if VARIABLE.fullmatch(it[0])]
        variables += [it for it in written if it not in variables]
    function = {
        "Runtime": made.get("runtime"),
        "Handler": made.get("handler"),
        "Architectures": made.get("architectures"),
        "MemorySize": made.get("memorySize"),
        "Timeout": made.get("timeout"),
        "TracingConfig": {"Mode": (made.get("tracingConfig") or {}).get("mode")},
    }
    return faults, function, variables


def judge(directory):
    faults = policy(directory / "xray-write.json") + policy(directory / "transaction-search.json")
    for region in REGIONS:
        found, calls = script(directory / "transaction-search.sh", region)
        faults += found
    functions, variables = {}, []
    creation = operation("lambda", "CreateFunction").input_shape
    for name, read in (("lambda.tf", lambda: terraform(directory)), ("lambda.ts", lambda: typescript(directory / "lambda.ts"))):
        found, function, written = read()
        faults += found
        # What the rest of the program gives it.
        whole = {**function, "FunctionName": "scorer", "Role": "arn:aws:iam::123456789012:role/scorer", "Code": {}}
        faults += misfits(creation, whole, name)
        functions[name] = function
        variables += written
    print(json.dumps({"faults": faults, "calls": calls, "functions": functions, "variables": variables}))


for argument in sys.argv[1:]:
    judge(pathlib.Path(argument))
