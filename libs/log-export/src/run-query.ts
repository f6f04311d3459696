/** Runs one statement on the log's database and gives its rows; the caller sets deadlines and owns the connection. */
export type RunQuery = <Row>(sql: string, parameters: unknown[]) => Promise<Row[]>;
