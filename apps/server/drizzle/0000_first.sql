CREATE SEQUENCE "public"."process_starts" INCREMENT BY 1 MINVALUE 0 MAXVALUE 998 START WITH 0 CACHE 1 CYCLE;--> statement-breakpoint
CREATE TABLE "known_devices" (
	"user_id" text NOT NULL,
	"device_hash" text NOT NULL,
	"first_seen_at" bigint NOT NULL,
	CONSTRAINT "known_devices_user_id_device_hash_pk" PRIMARY KEY("user_id","device_hash")
);
--> statement-breakpoint
CREATE TABLE "password_resets" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "password_resets_user_id_unique" UNIQUE("user_id")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"user_id" text PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"state" text NOT NULL,
	"last_used_step" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"user_id" text NOT NULL,
	"stage" text NOT NULL,
	"started_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL,
	CONSTRAINT "sessions_session_id_unique" UNIQUE("session_id")
);
--> statement-breakpoint
CREATE TABLE "step_up_grants" (
	"grant_id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"action" text NOT NULL,
	"params_hash" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "try_counters" (
	"counter_key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"user_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"password_hash" text NOT NULL,
	"language" text,
	"created_at" bigint NOT NULL,
	"linking_held_until" bigint,
	CONSTRAINT "users_email_key_unique" UNIQUE("email_key")
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activities_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL,
	"at" bigint NOT NULL,
	"code" text NOT NULL,
	"details" jsonb NOT NULL,
	"plan_id" text,
	"order_id" text,
	"link_id" text
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"user_id" text,
	"session_id" text,
	"address" text,
	"what" text NOT NULL,
	"details" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"scope" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "links" (
	"link_id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"exchange" text NOT NULL,
	"name" text NOT NULL,
	"credential_id" text NOT NULL,
	"key_hint" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text NOT NULL,
	"verdict" text NOT NULL,
	"probes" jsonb NOT NULL,
	"linked_at" bigint NOT NULL,
	"audited_at" bigint NOT NULL,
	"account" text,
	"attested_at" bigint,
	"frozen_at" bigint,
	"paused_at" bigint,
	"expires_at" bigint,
	"expiry_said_by" text,
	"expiry_told" integer,
	CONSTRAINT "links_credential_id_unique" UNIQUE("credential_id"),
	CONSTRAINT "links_one_per_key" UNIQUE("exchange","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "notice_outbox" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"written_at" bigint DEFAULT (extract(epoch from clock_timestamp()) * 1000)::bigint NOT NULL,
	"due_at" bigint DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_settings" (
	"user_id" text PRIMARY KEY NOT NULL,
	"security" boolean NOT NULL,
	"exchange" boolean NOT NULL,
	"plan" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notices_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL,
	"at" bigint NOT NULL,
	"code" text NOT NULL,
	"notice_group" text NOT NULL,
	"details" jsonb NOT NULL,
	"plan_id" text,
	"order_id" text,
	"link_id" text,
	"is_read" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"intent_id" text NOT NULL,
	"n" integer NOT NULL,
	"order_id" text NOT NULL,
	"link_id" text NOT NULL,
	"nonce" text NOT NULL,
	"lane_epoch" integer NOT NULL,
	"kill_generation" integer NOT NULL,
	"journaled_at_ms" bigint NOT NULL,
	"sent_at_ms" bigint,
	"outcome" text,
	"evidence" jsonb,
	"sweep_at_ms" bigint,
	"sweeps_done" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "attempts_intent_id_n_pk" PRIMARY KEY("intent_id","n"),
	CONSTRAINT "attempts_order_id_unique" UNIQUE("order_id"),
	CONSTRAINT "attempts_nonce_once" UNIQUE("link_id","nonce")
);
--> statement-breakpoint
CREATE TABLE "fills" (
	"exchange" text NOT NULL,
	"trade_id" text NOT NULL,
	"intent_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"order_id" text NOT NULL,
	"venue_order_id" text NOT NULL,
	"price" bigint NOT NULL,
	"quantity" bigint NOT NULL,
	"notional" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"fee_asset" text NOT NULL,
	"liquidity" text NOT NULL,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "fills_exchange_trade_id_pk" PRIMARY KEY("exchange","trade_id")
);
--> statement-breakpoint
CREATE TABLE "intents" (
	"intent_id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"slot_key" text NOT NULL,
	"user_id" text NOT NULL,
	"link_id" text NOT NULL,
	"exchange" text NOT NULL,
	"book" text NOT NULL,
	"base" text NOT NULL,
	"quote" text NOT NULL,
	"notional" bigint NOT NULL,
	"lot_size" bigint NOT NULL,
	"due_at_ms" bigint NOT NULL,
	"valid_until_ms" bigint NOT NULL,
	"state_kind" text NOT NULL,
	"state" jsonb NOT NULL,
	"order_id" text NOT NULL,
	"venue_order_id" text,
	"reason" text,
	"owner" text,
	"next_work_at_ms" bigint,
	"spent" bigint NOT NULL,
	"bought" bigint NOT NULL,
	"recorded_at_ms" bigint NOT NULL,
	"ended_at_ms" bigint,
	CONSTRAINT "intents_order_id_unique" UNIQUE("order_id"),
	CONSTRAINT "intents_once_per_slot" UNIQUE("plan_id","slot_key")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"link_id" text PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL,
	"holder_intent_id" text,
	"owner" text,
	"lease_until_ms" bigint NOT NULL,
	"nonce_high" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"journal_id" text NOT NULL,
	"line" integer NOT NULL,
	"account" text NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "own_trade_passes" (
	"link_id" text NOT NULL,
	"book" text NOT NULL,
	"after_trade_id" text,
	"next_at_ms" bigint NOT NULL,
	CONSTRAINT "own_trade_passes_link_id_book_pk" PRIMARY KEY("link_id","book")
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"intent_id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	"left" bigint NOT NULL,
	CONSTRAINT "reservation_within" CHECK ("reservations"."left" >= 0 and "reservations"."left" <= "reservations"."amount")
);
--> statement-breakpoint
CREATE TABLE "passkey_challenges" (
	"challenge_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"bound_to" text NOT NULL,
	"name" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkey_proofs" (
	"proof_hash" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"passkey_id" text NOT NULL,
	"user_id" text NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint NOT NULL,
	"name" text NOT NULL,
	"is_synced" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"suspect_at" bigint,
	CONSTRAINT "passkeys_passkey_id_unique" UNIQUE("passkey_id")
);
--> statement-breakpoint
CREATE TABLE "controls" (
	"scope" text PRIMARY KEY NOT NULL,
	"is_killed" boolean NOT NULL,
	"changed_at_ms" bigint NOT NULL,
	"generation" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"plan_id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"link_id" text NOT NULL,
	"exchange" text NOT NULL,
	"book" text NOT NULL,
	"base" text NOT NULL,
	"quote" text NOT NULL,
	"notional" bigint NOT NULL,
	"schedule" jsonb NOT NULL,
	"starts_on" text NOT NULL,
	"budget_max" bigint,
	"missed_slots" text NOT NULL,
	"state_kind" text NOT NULL,
	"state" jsonb NOT NULL,
	"answered_until_ms" bigint NOT NULL,
	"next_slot_at_ms" bigint,
	"spent" bigint NOT NULL,
	"reserved" bigint NOT NULL,
	"bought" bigint NOT NULL,
	"orders_done" integer NOT NULL,
	"created_at_ms" bigint NOT NULL,
	CONSTRAINT "plan_totals_not_negative" CHECK ("plans"."spent" >= 0 and "plans"."reserved" >= 0)
);
--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_outbox" ADD CONSTRAINT "notice_outbox_seq_notices_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."notices"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_settings" ADD CONSTRAINT "notice_settings_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_intent_id_intents_intent_id_fk" FOREIGN KEY ("intent_id") REFERENCES "public"."intents"("intent_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fills" ADD CONSTRAINT "fills_intent_id_intents_intent_id_fk" FOREIGN KEY ("intent_id") REFERENCES "public"."intents"("intent_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_plan_id_plans_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_intent_id_intents_intent_id_fk" FOREIGN KEY ("intent_id") REFERENCES "public"."intents"("intent_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recovery_codes_of_user" ON "recovery_codes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_of_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "step_up_grants_of_session" ON "step_up_grants" USING btree ("session_id","action");--> statement-breakpoint
CREATE INDEX "activities_of_user" ON "activities" USING btree ("user_id","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_of_user" ON "audit_entries" USING btree ("user_id","seq");--> statement-breakpoint
CREATE INDEX "links_of_user" ON "links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "notice_outbox_by_due" ON "notice_outbox" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "notices_of_user" ON "notices" USING btree ("user_id","seq");--> statement-breakpoint
CREATE INDEX "attempts_to_sweep" ON "attempts" USING btree ("sweep_at_ms") WHERE "attempts"."sweep_at_ms" is not null;--> statement-breakpoint
CREATE INDEX "fills_by_intent" ON "fills" USING btree ("intent_id");--> statement-breakpoint
CREATE INDEX "fills_by_plan" ON "fills" USING btree ("plan_id");--> statement-breakpoint
CREATE INDEX "intents_by_plan" ON "intents" USING btree ("plan_id","recorded_at_ms");--> statement-breakpoint
CREATE INDEX "intents_due" ON "intents" USING btree ("next_work_at_ms","link_id","intent_id") WHERE "intents"."next_work_at_ms" is not null;--> statement-breakpoint
CREATE INDEX "intents_open_by_link" ON "intents" USING btree ("link_id") WHERE "intents"."next_work_at_ms" is not null;--> statement-breakpoint
CREATE INDEX "intents_submitting" ON "intents" USING btree ("intent_id") WHERE "intents"."state_kind" = 'submitting';--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_line" ON "ledger_entries" USING btree ("journal_id","line");--> statement-breakpoint
CREATE INDEX "ledger_entries_by_account" ON "ledger_entries" USING btree ("account","currency");--> statement-breakpoint
CREATE INDEX "own_trade_passes_due" ON "own_trade_passes" USING btree ("next_at_ms");--> statement-breakpoint
CREATE INDEX "reservations_by_plan" ON "reservations" USING btree ("plan_id");--> statement-breakpoint
CREATE INDEX "passkeys_of_user" ON "passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "plans_by_user" ON "plans" USING btree ("user_id","created_at_ms");--> statement-breakpoint
CREATE INDEX "plans_by_link" ON "plans" USING btree ("link_id");--> statement-breakpoint
CREATE INDEX "plans_due" ON "plans" USING btree ("next_slot_at_ms","link_id") WHERE "plans"."next_slot_at_ms" is not null;