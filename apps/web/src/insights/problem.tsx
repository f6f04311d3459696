import styles from './insights.module.css';

interface Asked {
  readonly error: Error | null;
  refetch(): Promise<unknown>;
}

/** Why a part of the page can't be shown, where that is so. */
export function Problem({ of: { error, refetch } }: { readonly of: Asked }) {
  if (!error) return null;
  return (
    <p role="alert" className={styles['problem']}>
      This can’t be shown: {error.message}{' '}
      <button type="button" onClick={() => void refetch()}>
        Try again
      </button>
    </p>
  );
}
