"""Bundles against the models of fhir.resources (R4B, which these resources share with R4), and against what a model
cannot know: references, conditions, and that nobody's consent is claimed. Then each check is shown a bundle that is
broken in its way: one that passes is a failure too."""

import copy
import json
import pathlib
import re
import sys

from fhir.resources.R4B.bundle import Bundle

URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OWN_ID = "urn:uketsuke:fhir:id"
OWN_GROUP = "urn:uketsuke:fhir:consent-group"
ALWAYS = {"Patient": 1, "CoverageEligibilityRequest": 1, "CoverageEligibilityResponse": 1, "Device": 1, "Encounter": 1,
          "AuditEvent": 1, "Provenance": 1}


def walk(value, path=""):
    """Every object within a value, with where it is."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from walk(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from walk(inner, f"{path}[{place}]")


def resources(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def model(bundle, _):
    try:
        Bundle.model_validate(bundle)
    except ValueError as error:
        # Practice data, so the message may show it.
        yield f"the model says: {error}"


def own_names(bundle, _):
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    if len(set(urls)) < len(urls):
        yield "two entries have one fullUrl"
    for url in urls:
        if not URN.fullmatch(url):
            yield f"{url} is no urn:uuid"
    identifiers = [
        (entry["resource"]["resourceType"], identifier["system"], identifier["value"])
        for entry in bundle["entry"]
        for identifier in entry["resource"].get("identifier", [])
        if identifier["system"] == OWN_ID
    ]
    if len(set(identifiers)) < len(identifiers):
        yield "two resources have one identifier of ours"


def references(bundle, _):
    """Each one leads to an entry, of a kind that may stand there."""
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    may = {"patient": "Patient", "subject": "Patient", "beneficiary": "Patient", "insurer": "Organization",
           "payor": "Organization", "request": "CoverageEligibilityRequest", "coverage": "Coverage",
           "serviceProvider": "Organization", "provider": "Organization", "requestor": "Organization",
           "organization": "Organization", "observer": "Device", "owner": "Organization"}
    for path, found in walk(bundle["entry"]):
        if "reference" not in found or isinstance(found["reference"], dict):
            continue
        kind = kinds.get(found["reference"])
        field = re.sub(r"\[\d+\]", "", path).rsplit(".", 1)[-1]
        if kind is None:
            yield f"{path} leads nowhere"
        elif may.get(field, kind) != kind:
            yield f"{path} leads to a {kind}"


def requests(bundle, _):
    """Sent twice, nothing doubles: conditions on every entry, no two alike, none that finds everything."""
    if bundle["type"] != "transaction":
        yield "no transaction"
    conditions = []
    for entry in bundle["entry"]:
        request = entry["request"]
        kind = entry["resource"]["resourceType"]
        if request["method"] != "POST" or request["url"] != kind:
            yield f"{kind} is not created"
        condition = request.get("ifNoneExist", "")
        conditions.append((kind, condition))
        name, _, rest = condition.partition("=")
        system, _, value = rest.partition("|")
        value = value.split("&")[0]
        resource = entry["resource"]
        held = {
            "identifier": [(each["system"], each["value"]) for each in resource.get("identifier", [])],
            "_tag": [(each["system"], each["code"]) for each in resource.get("meta", {}).get("tag", [])],
        }
        if (system, value) not in held.get(name, []):
            yield f"{kind} would not be found by {condition!r}"
    if len(set(conditions)) < len(conditions):
        yield "two entries have one condition"


def content(bundle, expected):
    """What has to be there, and how the validity is told."""
    for kind, count in ALWAYS.items():
        if len(resources(bundle, kind)) != count:
            yield f"{len(resources(bundle, kind))} times {kind}"
    validity = expected["validity"]
    response = resources(bundle, "CoverageEligibilityResponse")[0]
    coverages = resources(bundle, "Coverage")
    in_force = {insurance["inforce"] for insurance in response.get("insurance", []) if "inforce" in insurance}
    if validity == 5:
        if response["outcome"] != "error" or not response.get("error") or "insurance" in response or coverages:
            yield "several persons, and no error or one of them picked"
    elif response["outcome"] != "complete" or in_force != {validity in (1, 6)}:
        yield f"validity {validity} told as {response['outcome']}, {in_force}"
    if validity in (4, 5) and any("name" in patient for patient in resources(bundle, "Patient")):
        yield "somebody is named whom the answer does not name"
    if validity in (2, 3) and any(coverage["status"] != "cancelled" for coverage in coverages):
        yield "an active coverage that is not valid"
    targets = {target["reference"] for target in resources(bundle, "Provenance")[0]["target"]}
    visit = f"identifier={OWN_ID}|{bundle['identifier']['value']}."
    own = {entry["fullUrl"] for entry in bundle["entry"] if entry["request"].get("ifNoneExist", "").startswith(visit)}
    if targets != own:
        yield "the provenance is not that of what the visit made, and of nothing else"


def consents(bundle, expected):
    """No consent is claimed that was not given, and one that was lasts a day."""
    told = {}
    for consent in resources(bundle, "Consent"):
        groups = [code["code"] for category in consent["category"] for code in category.get("coding", [])
                  if code["system"] == OWN_GROUP]
        if len(groups) != 1 or groups[0] in told:
            yield f"a consent of the groups {groups}"
            continue
        told[groups[0]] = consent
        permits = [path for path, found in walk(consent) if found.get("type") == "permit"]
        given = groups[0] in expected["given"]
        if given != bool(permits):
            yield f"{groups[0]}: given is {given}, permits is {permits}"
        if given:
            period = consent["provision"].get("period", {})
            if not re.fullmatch(r"\d{4}(-\d\d){2}T\d\d(:\d\d){2}\+09:00", period.get("start", "")) \
                    or not period.get("end", "") > period["start"]:
                yield f"{groups[0]}: lasts {period}"
        elif "performer" in consent:
            yield f"{groups[0]}: somebody performed what nobody gave"
        if groups[0] in expected["refused"] and consent.get("provision", {}).get("type") != "deny":
            yield f"{groups[0]}: not denied"
        if groups[0] in expected["not_obtainable"] and (consent["status"] != "proposed" or "provision" in consent):
            yield f"{groups[0]}: not obtainable, and told as something else"
    if set(told) != {*expected["given"], *expected["refused"], *expected["not_obtainable"]}:
        yield f"consents of {sorted(told)}"


def names(bundle, _):
    """Kanji first, kana beside it."""
    for patient in resources(bundle, "Patient"):
        ways = [name["extension"][0]["valueCode"] for name in patient.get("name", [])]
        if ways and ways[:2] != ["IDE", "SYL"]:
            yield f"names as {ways}"
        for name in patient.get("name", []):
            if name["extension"][0]["valueCode"] == "SYL" and "●" in name["text"]:
                yield "a kana name with a ●"


CHECKS = [model, own_names, references, requests, content, consents, names]


def problems(bundle, expected):
    return [f"{check.__name__}: {problem}" for check in CHECKS for problem in check(bundle, expected)]


def first(bundle, kind):
    return resources(bundle, kind)[0]


def duplicate(bundle):
    bundle["entry"].append(copy.deepcopy(bundle["entry"][0]))


def permit_refused(bundle):
    refused = [consent for consent in resources(bundle, "Consent")
               if consent.get("provision", {}).get("type") == "deny"]
    refused[0]["provision"]["type"] = "permit"


def nested_permit(bundle):
    proposed = [consent for consent in resources(bundle, "Consent") if consent["status"] == "proposed"]
    proposed[0]["provision"] = {"provision": [{"type": "permit"}]}


# What is broken in a bundle that has everything, and the check that has to see it.
BREAKS = [
    ("a request without an insurer", model, lambda b: first(b, "CoverageEligibilityRequest").pop("insurer")),
    ("a field that R4 does not have", model, lambda b: first(b, "Coverage").update(insured="x")),
    ("a day that does not exist", model, lambda b: first(b, "Patient").update(birthDate="2024-02-31")),
    ("a reference to nothing", references,
     lambda b: first(b, "Coverage")["beneficiary"].update(reference="urn:uuid:00000000-0000-8000-8000-000000000000")),
    ("an insurer that is a patient", references,
     lambda b: first(b, "CoverageEligibilityResponse").update(insurer=first(b, "Coverage")["beneficiary"])),
    ("an entry twice", own_names, duplicate),
    ("no condition", requests, lambda b: b["entry"][3]["request"].pop("ifNoneExist")),
    ("a condition that finds another", requests, lambda b: b["entry"][0]["request"].update(ifNoneExist="identifier=a|b")),
    ("valid told as not in force", content,
     lambda b: first(b, "CoverageEligibilityResponse")["insurance"][0].update(inforce=False)),
    ("a resource without provenance", content, lambda b: first(b, "Provenance")["target"].pop()),
    ("the facility as the kiosk's work", content,
     lambda b: first(b, "Provenance")["target"].append(first(b, "Encounter")["serviceProvider"])),
    ("a permit that was refused", consents, permit_refused),
    ("a permit hidden below one not obtainable", consents, nested_permit),
    ("a consent without an end", consents,
     lambda b: next(c for c in resources(b, "Consent") if "period" in c.get("provision", {}))["provision"].pop("period")),
    ("a group left out", consents, lambda b: b["entry"].remove(next(
        e for e in b["entry"] if e["resource"]["resourceType"] == "Consent"))),
    ("kana before kanji", names, lambda b: first(b, "Patient")["name"].reverse()),
]


def main(folder):
    bundles = {path.name.removesuffix(".fhir.json"): path for path in sorted(folder.glob("*.fhir.json"))}
    if "everything" not in bundles:
        sys.exit(f"{folder} has no bundles: run `cargo test --lib hospital::fhir` first")
    wrong = 0
    for name, path in bundles.items():
        bundle = json.loads(path.read_bytes())
        expected = json.loads(path.with_name(f"{name}.expected.json").read_bytes())
        for problem in problems(bundle, expected):
            print(f"{name}: {problem}")
            wrong += 1
    whole = json.loads(bundles["everything"].read_bytes())
    expected = json.loads(bundles["everything"].with_name("everything.expected.json").read_bytes())
    for what, check, breaks in BREAKS:
        broken = copy.deepcopy(whole)
        breaks(broken)
        if not list(check(broken, expected)):
            print(f"{what}: {check.__name__} did not see it")
            wrong += 1
    if wrong:
        sys.exit(f"fhir: {wrong} problems")
    print(f"fhir: {len(bundles)} bundles are good; {len(BREAKS)} that were broken on purpose are not")


main(pathlib.Path(sys.argv[1]))
