export { parseJson } from './parse-json.js';
export { ndjsonLines, type Line } from './ndjson-lines.js';
