// The vocabulary of schema.org as the validator wants it. It would be fetched from the network there;
// here it is read from schema-dts, which Google generates from the same definitions: an interface for
// each type, with its properties and what it extends.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const DEFINITIONS = fileURLToPath(import.meta.resolve('schema-dts').replace(/[^/]+$/, 'schema.d.ts'));

const BASE = /^(?:export )?interface (\w+?)(Base|Leaf)(?:<[^>]*>)? extends ([^{]+) \{$/;
const PROPERTY = /^ {4}"([a-zA-Z]\w*)"\?: /;

/** Types and properties in the form of schema.org's own JSON-LD file. */
export async function vocabulary() {
  const parents = new Map();
  const domains = new Map();
  let type;
  for (const line of (await readFile(DEFINITIONS, 'utf8')).split('\n')) {
    const start = BASE.exec(line);
    if (start) {
      const [, name, , from] = start;
      type = name;
      const known = parents.get(type) ?? new Set();
      for (const parent of from.matchAll(/(\w+)Base\b/g)) {
        if (parent[1] !== type) {
          known.add(parent[1]);
        }
      }
      parents.set(type, known);
    } else if (line === '}') {
      type = undefined;
    }
    const property = type && PROPERTY.exec(line)?.[1];
    if (property) {
      domains.set(property, (domains.get(property) ?? new Set()).add(type));
    }
  }
  const reference = (name) => ({ '@id': `schema:${name}` });
  const classes = [...parents].map(([name, from]) => ({
    ...reference(name),
    '@type': 'rdfs:Class',
    'rdfs:subClassOf': [...from].map(reference),
  }));
  const properties = [...domains].map(([name, types]) => ({
    ...reference(name),
    '@type': 'rdf:Property',
    'schema:domainIncludes': [...types].map(reference),
  }));
  return { '@graph': [...classes, ...properties] };
}
