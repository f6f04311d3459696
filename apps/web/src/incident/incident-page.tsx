import { useParams } from 'react-router';

export function IncidentPage() {
  const { id } = useParams();
  return <h1>{id}</h1>;
}
