import { isRouteErrorResponse, Link, useRouteError } from 'react-router';

/** What is shown in the place of a page that failed. */
export function Trouble() {
  const error = useRouteError();
  const unknown = isRouteErrorResponse(error) && error.status === 404;
  return (
    <div role="alert">
      <h1>{unknown ? 'There is no such page' : 'This page failed'}</h1>
      {!unknown && <p>{error instanceof Error ? error.message : String(error)}</p>}
      <p>
        <Link to="/">To the incidents</Link>
      </p>
    </div>
  );
}
