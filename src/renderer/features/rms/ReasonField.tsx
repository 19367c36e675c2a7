/** Shortest reason the contract takes. */
export const REASON_LENGTH = 3;

/** The reason of an act on the limits, which takes the focus; `id` tells two of them apart. */
export function ReasonField({ id, value, onChange }: { id: string; value: string; onChange: (value: string) => void }) {
  return (
    <div className="field">
      <label htmlFor={id}>Reason, kept in the log</label>
      <div className="input">
        <input
          id={id}
          data-autofocus
          maxLength={200}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}
