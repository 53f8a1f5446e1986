// The sentences of a plan: the first one larger, because it is the plan.

export function ContractText({ sentences }: { sentences: readonly string[] }) {
  const [first, ...others] = sentences;
  return (
    <div className="flex flex-col gap-2">
      <p className="font-semibold text-lg leading-snug">{first}</p>
      <ul className="flex list-disc flex-col gap-1.5 pl-5 marker:text-accent-ink">
        {others.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
