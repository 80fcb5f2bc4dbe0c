"""The statements of a JSON-LD file as a list of [subject, predicate, object], read offline with PyLD.

The two published contexts that our exports name are stood in for by ones that put every name below
their vocabulary: what is tested is that the documents hold together, not the vocabularies.
Usage: statements.py FILE
"""
import json
import sys

from pyld import jsonld

SCHEMA = {"@context": {"@vocab": "http://schema.org/", "schema": "http://schema.org/"}}
LINKED_ART = {"@context": {"@vocab": "https://linked.art/ns/terms/", "id": "@id", "type": "@type"}}
KNOWN = {"http://schema.org/": SCHEMA, "https://linked.art/ns/v1/linked-art.json": LINKED_ART}


def load(url, _options):
    if url not in KNOWN:
        raise SystemExit(f"asks another host: {url}")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": KNOWN[url]}


def words(node):
    if node["type"] != "literal":
        return node["value"]
    return node["value"] + ("@" + node["language"] if "language" in node else "")


jsonld.set_document_loader(load)
with open(sys.argv[1], encoding="utf-8") as file:
    quads = jsonld.to_rdf(json.load(file), {"base": "urn:base:"})
json.dump([[q["subject"]["value"], q["predicate"]["value"], words(q["object"])]
           for q in quads["@default"]], sys.stdout, ensure_ascii=False)
