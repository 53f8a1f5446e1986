// Writing a plan: the form beside the text that it becomes, which the person agrees to before it starts.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { textLinkClass } from '@mandato/ui/text-link';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { queries } from '../session/api.ts';
import { type Refusal, refusalOf } from '../session/refusal.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { PageLink, useGo } from '../shell/page-link.tsx';
import { paths, planPath } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { browserZone, formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { Agreement } from './agreement.tsx';
import { lookAtForm } from './look-at-form.ts';
import { fieldOfRefusal, firstBook, formOfDraft, newDraft, type PlanDraft } from './plan-draft.ts';
import { PlanFields } from './plan-fields.tsx';
import { proofRefusals } from './proof-refusals.ts';
import { newRequestId } from './request-id.ts';
import { type AskedPlan, StartPlanDialog } from './start-plan-dialog.tsx';

export function NewPlanPage() {
  const { text } = useWords();
  const links = useQuery(queries.links.list.queryOptions());
  usePageTitle(text('plan.new_title'));
  return (
    <>
      <PageHeader
        title={text('plan.new_title')}
        description={text('plan.intro')}
        back={
          <PageLink href={paths.plans} className={textLinkClass}>
            {text('plan.title')}
          </PageLink>
        }
      />
      <Waiting query={links}>
        {([first, ...others]) =>
          first === undefined ? <NoLink /> : <PlanWriter links={[first, ...others]} first={first} />
        }
      </Waiting>
    </>
  );
}

function NoLink() {
  const { text } = useWords();
  return (
    <Card>
      <EmptyState
        icon="link"
        title={text('plan.link_first')}
        action={
          <PageLink href={paths.newLink} className={buttonClass()}>
            {text('link.link_new')}
          </PageLink>
        }
      />
    </Card>
  );
}

function PlanWriter({ links, first }: { links: readonly LinkView[]; first: LinkView }) {
  const [draft, setDraft] = useState<PlanDraft>(() =>
    newDraft({
      linkId: (links.find(({ status }) => status.kind === 'connected') ?? first).linkId,
      zone: browserZone(),
    }),
  );
  const [isAgreed, setAgreed] = useState(false);
  const [fault, setFault] = useState<Refusal | null>(null);
  const [triesWithoutAgreement, setTriesWithoutAgreement] = useState(0);
  const [asked, setAsked] = useState<AskedPlan | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const books = useQuery(queries.plans.books.queryOptions({ input: { linkId: draft.linkId } }));
  const create = useCreatePlan();
  const whole = { ...draft, book: draft.book === '' ? firstBook(books.data ?? []) : draft.book };
  const book = books.data?.find((one) => one.book === whole.book) ?? null;
  const refused = fault ?? refusalOf(create.error);
  const isOfProof = refused !== null && proofRefusals.has(refused.code);
  useFocusOnFault(form, fault);
  useFocusOnFault(form, create.error);
  useFocusOnFault(form, triesWithoutAgreement);
  function change(changed: Partial<PlanDraft>) {
    setDraft({ ...draft, ...changed, ...(changed.linkId === undefined ? {} : { book: '' }) });
    // What was agreed to was another plan.
    setAgreed(false);
    setFault(null);
    setTriesWithoutAgreement(0);
    create.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (create.isPending) return;
    const written = formOfDraft(whole, Date.now());
    const found = lookAtForm(written);
    setFault(found);
    if (found !== null) return;
    if (isAgreed) setAsked({ form: written, requestId: newRequestId() });
    else setTriesWithoutAgreement(triesWithoutAgreement + 1);
  }
  return (
    <form ref={form} noValidate onSubmit={submit} className="grid items-start gap-6 lg:grid-cols-2">
      <PlanFields
        draft={whole}
        links={links}
        books={books}
        refusal={isOfProof ? null : refused}
        onChange={change}
      />
      <Agreement
        form={formOfDraft(whole, Date.now())}
        book={book}
        isAgreed={isAgreed}
        isMissing={triesWithoutAgreement > 0 && !isAgreed}
        isBusy={create.isPending}
        refusal={refused !== null && !isOfProof && fieldOfRefusal(refused) === 'form' ? refused : null}
        onAgreed={setAgreed}
      />
      {asked === null || book === null ? null : (
        <StartPlanDialog
          asked={asked}
          book={book}
          isBusy={create.isPending}
          refusal={isOfProof ? refused : null}
          isRefusedOtherwise={create.error !== null && !isOfProof}
          onProof={(stepUpCode) => create.mutate({ ...asked.form, requestId: asked.requestId, stepUpCode })}
          onClose={() => {
            setAsked(null);
            if (isOfProof) create.reset();
          }}
        />
      )}
    </form>
  );
}

function useCreatePlan() {
  const { text, locale } = useWords();
  const client = useQueryClient();
  const go = useGo();
  const say = useStatus();
  return useMutation(
    queries.plans.create.mutationOptions({
      onSuccess: async (plan) => {
        await client.invalidateQueries({ queryKey: queries.plans.key() });
        go(planPath(plan.planId), { isReplacing: true });
        say({
          tone: 'success',
          text:
            plan.nextSlotAt === null
              ? text('activity.plan_created')
              : text('plan.created', { date: formatMoment(locale, plan.nextSlotAt, plan.zone) }),
        });
      },
    }),
  );
}
