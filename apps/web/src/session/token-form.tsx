import { useId, useState, type FormEvent } from 'react';
import { claimsOf } from './claims.js';
import { keepToken, useTokenRefusal } from './token.js';
import styles from './token-form.module.css';

/** Asks for the token that opens an account; it is kept in this tab only. */
export function TokenForm() {
  const refusal = useTokenRefusal();
  const [text, setText] = useState('');
  const [complaint, setComplaint] = useState<string>();
  const field = useId();
  const hint = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const token = text.trim().replace(/^Bearer\s+/i, '');
    if (claimsOf(token) === undefined)
      setComplaint('This is no token of Daybook’s: it has three parts, joined by dots.');
    else keepToken(token);
  }

  const problem = complaint ?? refusal;
  return (
    <main>
      <form className={styles['form']} onSubmit={submit}>
        <h1>
          <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width="32" height="32" /> Daybook
        </h1>
        <p id={hint}>
          Paste an access token. It stays in this tab and is gone when you close it. On your own machine,{' '}
          <code>npm start</code> prints an address that brings one along.
        </p>
        <label htmlFor={field}>Access token</label>
        <textarea
          id={field}
          rows={4}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          aria-describedby={hint}
          aria-invalid={problem !== undefined}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        {problem !== undefined && (
          <p role="alert" className={styles['problem']}>
            {problem}
          </p>
        )}
        <button type="submit" className="primary" disabled={text.trim() === ''}>
          Open
        </button>
      </form>
    </main>
  );
}
