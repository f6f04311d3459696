export { DuplicateKey, parseJson } from './parse-json.js';
export { arrivingLines, ndjsonLines, type Line } from './ndjson-lines.js';
