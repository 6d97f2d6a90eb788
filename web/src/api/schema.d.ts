// Made by `make openapi` from the OpenAPI document of the server. Not to be edited.

export interface paths {
    "/api/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in events of old SDKs.
         * @description As `/v1/runs/ingest`, but the project is the one whose public key the first event has as `projectId` or `app`, and the
         *     results have no object around them. Credentials are not looked at.
         */
        post: operations["post_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in events of old SDKs that were set up with the address of the dashboard.
         * @description The same as `/api/report`.
         */
        post: operations["post_report_of_dashboard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The deployed version of a template, for old SDKs.
         * @description As `/v1/template_versions/latest`, but the project is the one whose public key the query has as `app_id`, and a refusal
         *     has status 200: those SDKs look at its `message`. Credentials are not looked at.
         */
        get: operations["get_template_of_old_sdks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/door": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How do people come in?
         * @description For the page that asks them in; whoever has no account may know.
         */
        get: operations["get_door"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/exchange-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchanges a token that is good once for a session of a day. */
        post: operations["post_exchange_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/github": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log-in by GitHub: not built yet. */
        post: operations["post_github"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/google": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log-in by Google: not built yet. */
        post: operations["post_google"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/join-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where does this invitation lead? */
        get: operations["get_join_data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a session.
         * @description Whatever is wrong, the answer is the same, and takes as long.
         */
        post: operations["post_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the session by which the request came. */
        post: operations["post_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/method": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How does this person log in?
         * @description By password, whoever it is.
         */
        post: operations["post_method"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/request-password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a mail by which a new password can be set.
         * @description If there is such an account, and at most once in 15 minutes. Without a mail server the link is in the server's log.
         */
        post: operations["post_request_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets a new password by the token from a mail.
         * @description The token is good once, for 15 minutes. All sessions of the account are over; this begins a new one.
         */
        post: operations["post_reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/saml-url/{orgId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an organisation logs in by SAML: not built yet. */
        get: operations["get_saml_url"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/saml/{orgId}/acs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log-in by SAML: not built yet. */
        post: operations["post_saml_assertion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/saml/{orgId}/download-idp-xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the identity provider of an organisation: not built yet. */
        post: operations["post_saml_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/saml/{orgId}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an identity provider needs to know of SAML here: not built yet. */
        get: operations["get_saml_metadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/saml/{orgId}/slo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log-out by SAML: not built yet. */
        post: operations["post_saml_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/saml/{orgId}/success": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where SAML leads to: not built yet. */
        get: operations["get_saml_success"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes an account.
         * @description The first account of a server owns the organisation and project that the first start made. Later ones get their own, if
         *     the operator lets everybody in. With `join` the account belongs where the invitation leads.
         */
        post: operations["post_signup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How is the server doing?
         * @description Counters and gauges in the OpenMetrics text format, for this machine, for operators, or with `--metrics-token`.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opentelemetry.proto.collector.logs.v1.LogsService/Export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in log records over gRPC. */
        post: operations["grpc_logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in metrics over gRPC, and does not store them. */
        post: operations["grpc_metrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opentelemetry.proto.collector.trace.v1.TraceService/Export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in spans over gRPC. */
        post: operations["grpc_traces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is this? */
        get: operations["root"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what in the organisation, the newest first.
         * @description `before` goes on from a row however many came since; `page` counts from the newest.
         */
        get: operations["list_audit_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-logs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole audit log of the organisation as a file, the newest first. */
        get: operations["export_audit_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The datasets of prompts, the newest first. */
        get: operations["list_datasets"];
        put?: never;
        /** Makes a dataset of prompts. */
        post: operations["post_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The datasets of items. */
        get: operations["list_datasets_v2"];
        put?: never;
        /** Makes a dataset of items, with an empty first version. */
        post: operations["post_dataset_v2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A dataset with its items. */
        get: operations["get_dataset_v2"];
        put?: never;
        post?: never;
        /** Deletes a dataset with all its versions. */
        delete: operations["delete_dataset_v2"];
        options?: never;
        head?: never;
        /** Renames a dataset, or says what it is for. That makes a version. */
        patch: operations["patch_dataset_v2"];
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a dataset with the same items and description, under another name.
         * @description Evaluators, what they said, and older versions stay behind.
         */
        post: operations["duplicate_dataset_v2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The items of a dataset as a file, in their order. An import reads it back as it is. */
        get: operations["get_dataset_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds the items of a file behind those of a dataset: all of them, or none. That makes a version.
         * @description A table has a header row with `input`, and maybe `ground_truth` or `expected_output`, and `output`, `model_output`,
         *     `prediction` or `generated_output`; objects have members of these names. What is no text becomes JSON; an empty ground truth
         *     or output is none. Many items come in slices, so that nobody else waits; they are seen when the last one is there. With `inBackground` a job
         *     does it, and `GET /v1/jobs/{id}` tells how far it is.
         */
        post: operations["post_dataset_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The items of a dataset, the last one first. */
        get: operations["list_dataset_items"];
        put?: never;
        /** Adds an item behind the others. That makes a version. */
        post: operations["post_dataset_item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/items/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An item. */
        get: operations["get_dataset_item"];
        put?: never;
        post?: never;
        /** Takes an item out of a dataset. That makes a version; older ones keep it. */
        delete: operations["delete_dataset_item"];
        options?: never;
        head?: never;
        /** Changes what an item says. That makes a version. */
        patch: operations["patch_dataset_item"];
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes items of runs, in the order of their ids: their inputs and outputs as they were sent. That makes a version.
         * @description A run that the project does not have is left out, and one that is named again counts once.
         */
        post: operations["post_dataset_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest versions of a dataset, the newest first. */
        get: operations["list_dataset_versions"];
        put?: never;
        /** Makes a version of what a dataset is now. */
        post: operations["post_dataset_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/versions/{versionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version of a dataset, with its items. */
        get: operations["get_dataset_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets-v2/{datasetId}/versions/{versionId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a dataset what it was in a version: its items, its name and its description. That makes a version.
         * @description Where another dataset has the name now, the dataset keeps its own, and the answer says so.
         */
        post: operations["restore_dataset_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a prompt to a dataset. */
        post: operations["post_dataset_prompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/prompts/attach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes prompts of runs, in the order of their ids.
         * @description A run that has no message, or that the project does not have, is left out, and one that is named again counts once. A text dataset takes the last text of a user.
         */
        post: operations["attach_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/prompts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A prompt with its variations. */
        get: operations["get_dataset_prompt"];
        put?: never;
        post?: never;
        /** Deletes a prompt with its variations. */
        delete: operations["delete_dataset_prompt"];
        options?: never;
        head?: never;
        /** Puts other messages into a prompt. They are kept as they are sent. */
        patch: operations["patch_dataset_prompt"];
        trace?: never;
    };
    "/v1/datasets/variations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a variation to a prompt. */
        post: operations["post_variation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/variations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A variation. */
        get: operations["get_variation"];
        put?: never;
        post?: never;
        /** Deletes a variation. */
        delete: operations["delete_variation"];
        options?: never;
        head?: never;
        /** Changes a variation. What is left out stays as it is. */
        patch: operations["patch_variation"];
        trace?: never;
    };
    "/v1/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A dataset of prompts.
         * @description By its id as people edit it; by its slug as SDKs read it, with the placeholders of every prompt filled.
         */
        get: operations["get_dataset"];
        put?: never;
        post?: never;
        /**
         * Deletes a dataset of prompts with all that is in it.
         * @description One that is not there is answered in the same way.
         */
        delete: operations["delete_dataset"];
        options?: never;
        head?: never;
        /** Gives a dataset of prompts another slug. */
        patch: operations["patch_dataset"];
        trace?: never;
    };
    "/v1/external-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * End users, with what their runs cost.
         * @description `search` looks for a piece of their ids, mails and names; the check `user-props` chooses persons, every other check, and
         *     the dates, only which runs count.
         */
        get: operations["list_external_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/external-users/props/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of what is known of end users, sorted. */
        get: operations["list_external_user_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/external-users/runs/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the runs of end users used, by person, name and type.
         * @description Agents count where they are part of no other run.
         */
        get: operations["list_external_user_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/external-users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One end user. */
        get: operations["get_external_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/custom-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The names of custom events, sorted. */
        get: operations["list_custom_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/intents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The intents that evaluators found.
         * @description There are none as long as nothing evaluates runs.
         */
        get: operations["list_intents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that the metadata of runs have, sorted.
         * @description Two spellings of a key that count as one are one, such as `planTier` for `plan_tier`.
         */
        get: operations["list_metadata_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The models that llm runs used, sorted. */
        get: operations["list_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/natural-language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a filter of a sentence. It takes a model, and this server asks none. */
        post: operations["post_natural_language"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tags of runs, sorted. */
        get: operations["list_tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The templates that runs can be filtered by, by slug. */
        get: operations["list_template_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The topics that evaluators found.
         * @description There are none as long as nothing evaluates runs.
         */
        get: operations["list_topics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/user-props/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of what is known of end users, sorted. */
        get: operations["list_prop_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/user-props/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The values that a property of end users has, sorted. */
        get: operations["list_prop_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** End users, by their ids. */
        get: operations["list_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the server well?
         * @description 200 when both databases answer.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the events of this project?
         * @description Every event that came in is counted once: as stored, as merged because it was there already, or as rejected for a reason.
         *     Events are counted under the key that sent them, also those that went to another project.
         */
        get: operations["get_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/intent-recluster/{evaluatorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest regrouping of an evaluator's intents. */
        get: operations["get_intent_recluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same under the path that dashboards know. */
        get: operations["get_job_of_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/refresh-costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest refresh of costs. */
        get: operations["get_refresh_costs"];
        put?: never;
        /**
         * Computes anew what all runs of the organisation cost.
         * @description For when prices have changed. A refresh that is under way is not begun again.
         */
        post: operations["post_refresh_costs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job.
         * @description People with `jobs.read` see all jobs of the organisation, others those that they ordered; a private key sees what was ordered
         *     for its project.
         */
        get: operations["get_job"];
        put?: never;
        post?: never;
        /**
         * Deletes a job.
         * @description One that is under way stops within seconds; what it has done so far stays done.
         */
        delete: operations["delete_job"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in log records.
         * @description Those that carry messages of a model call become part of its run; all others are only counted.
         */
        post: operations["post_logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in metrics, and does not store them.
         * @description The ledger counts their data points as `metrics_not_stored`.
         */
        post: operations["post_metrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, under the name that tools look for. */
        get: operations["openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orgs/{orgId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which organisation is this? */
        get: operations["get_org"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Renames the organisation. */
        patch: operations["patch_org"];
        trace?: never;
    };
    "/v1/orgs/{orgId}/api-key/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new key for the organisation. The one before opens nothing any more. */
        post: operations["post_org_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orgs/{orgId}/billing/latest-invoice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where is the last bill? There is none: nothing is sold here. */
        get: operations["get_latest_invoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orgs/{orgId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many runs were recorded on each of the last 30 days?
         * @description The newest day first; days without runs are left out. Days are those of UTC. A project with made-up runs counts only where it is named.
         */
        get: operations["get_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in spans; as `/v1/traces`, for exporters that add nothing to the address that they are given. */
        post: operations["post_otel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otel/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in spans; as `/v1/traces`. */
        post: operations["post_otel_traces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otel/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in log records; as `/v1/logs`, for exporters that are set up with `/v1/otel`. */
        post: operations["post_otel_v1_logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otel/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in metrics, and does not store them; as `/v1/metrics`, for exporters that are set up with `/v1/otel`. */
        post: operations["post_otel_v1_metrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otel/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in spans; as `/v1/traces`, for exporters that are set up with `/v1/otel`. */
        post: operations["post_otel_v1_traces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The projects of the caller: of a person those that they are a member of, of a private key its own.
         * @description By id. Whoever may not read projects gets none.
         */
        get: operations["list_projects"];
        put?: never;
        /**
         * Makes a project, with its keys.
         * @description Its members are the owner and the admins of the organisation, and whoever makes it.
         */
        post: operations["post_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a project with made-up runs of the last week, to look around in.
         * @description It is like any other project, and is deleted like one; its runs have `sample` in their metadata and count in no usage of the
         *     organisation. One that is there already is given again.
         */
        post: operations["post_sample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a project with all that is in it.
         * @description Its keys open nothing from the next request on; its runs are taken away in the background.
         */
        delete: operations["delete_project"];
        options?: never;
        head?: never;
        /**
         * Renames a project.
         * @description What is refused changes nothing, not even the name.
         */
        patch: operations["patch_project"];
        trace?: never;
    };
    "/v1/projects/{projectId}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of a project, expired ones included, the oldest first. */
        get: operations["list_keys"];
        put?: never;
        /** Makes a key. */
        post: operations["post_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key: it opens nothing from the next request on. */
        delete: operations["delete_key"];
        options?: never;
        head?: never;
        /** Renames a key, or says when it ends. */
        patch: operations["patch_key"];
        trace?: never;
    };
    "/v1/projects/{projectId}/keys/{keyId}/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a new key in the place of another one, with the same kind, name and end. */
        post: operations["regenerate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/prompt-labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The protected labels of a project, by name. */
        get: operations["list_label_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/prompt-labels/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Protects a label: only these roles, and the owner, may move it or change what it leads to. */
        put: operations["put_label_rule"];
        post?: never;
        /** Lets everybody move a label again who may deploy. */
        delete: operations["delete_label_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/regenerate-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a new key in the place of the private key that is shown with the project.
         * @description The new key is read from the list of projects. The public key is the project's id and stays what it is.
         */
        post: operations["regenerate_project_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The data rules of a project: none yet. */
        get: operations["get_rules"];
        put?: never;
        /** Sets a data rule: not built, because nothing would apply it. */
        post: operations["post_rules"];
        /** Takes all data rules of a project away: there are none. */
        delete: operations["delete_rules"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The templates of the project without their versions, the newest first. */
        get: operations["list_prompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The versions of a template, the newest first.
         * @description An unknown template has none.
         */
        get: operations["list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs, newest first.
         * @description All checks of the filter language are understood: `models`, `tags`, `status`, `users`, `metadata`, `search` and so on, and
         *     `filter` as a tree of JSON; `OR` by itself means any of them. Where texts must be read, 300 ms are spent: then `complete` is
         *     false, and `nextCursor` goes on.
         */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes many runs.
         * @description Either those that `ids` names, at most 20,000, or all that `filter` means and that began at `asOf` or before. Up to 1,000
         *     are changed before the answer; of more, the answer names the job that does it. To delete takes `logs.delete` too, and to
         *     add to a dataset `datasets.update`. A dataset of items takes at most 100,000 runs at once, and gets a version; one of prompts
         *     takes 1,000. They come in the order of the ids, or of the list.
         */
        post: operations["post_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many runs match.
         * @description A bare number, exact unless `x-total-is-lower-bound` says `true`: where runs must be read, at most 10,000 are.
         */
        get: operations["count_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What values do the runs of a list have?
         * @description The check that is asked about does not count itself: with `check=models`, runs of all models count.
         */
        get: operations["get_facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When did the runs of a list begin?
         * @description From the time that a `date` check names, or the first run, to the time that one names, or now.
         */
        get: operations["get_histogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in events about runs.
         * @description The answer comes when they are on disk. A bad event is refused by itself, with a reason, and the others are stored.
         */
        post: operations["post_ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs as they come and change.
         * @description Server-sent events, `data` being one line of JSON. `run`: a row as in the list, of a run that this stream has not told yet.
         *     `patch`: the `id` of one that it has, and the members that are new, also when the filter no longer means it. `gap`:
         *     `{skipped, reason}`, for runs were left out: `slow`, because more changed than the 20 a second that a stream tells, or than
         *     its reader took; `resume`, because they changed while the reader was away. `skipped` is null when nobody knows how many.
         *     `ping`: nothing changed for 15 seconds. `end`: `{reason}`, `access` or `shutdown`. Every event has an id; whoever comes back
         *     with it as `Last-Event-ID` within ten minutes is told what changed in between. At most 100 streams a project.
         */
        get: operations["stream_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What did the runs of the last days use?
         * @description In the order of date, name and type.
         */
        get: operations["get_usage_of_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run.
         * @description Absent ids and those of other projects give the same answer. The id of any message of a conversation gives its turn, and
         *     an id that was given to the Python SDK gives the run that the SDK made of it; so on all routes with an id.
         */
        get: operations["get_run"];
        put?: never;
        post?: never;
        /**
         * Deletes a run and all below it.
         * @description Events that come for them within seven days are turned away, so that a retry does not bring them back.
         */
        delete: operations["delete_run"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people think of a run.
         * @description A public key is enough. `null` when nobody said anything.
         */
        get: operations["get_feedback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Says what somebody thinks of a run.
         * @description Members that are left out stay as they are; `null` instead of an object takes all feedback away.
         */
        patch: operations["patch_feedback"];
        trace?: never;
    };
    "/v1/runs/{id}/neighbors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The runs beside one in the list that the checks make.
         * @description An unknown run has none.
         */
        get: operations["get_neighbors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A run that anybody may read.
         * @description By the token of a link, or by the id of a run that is public. No credential is looked at. What the project knows of the
         *     person is left out, and so are scores.
         */
        get: operations["get_public_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/related": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A run and all below it, oldest first.
         * @description Unlike a run by itself these are bare columns: nothing is unwrapped, and `params` may be null. An unknown id gives an
         *     empty list.
         */
        get: operations["get_related"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Gives a run a score, in place of the one with the same label.
         * @description The run need not be there yet: SDKs score at once, while its events wait in their queue.
         */
        patch: operations["patch_score"];
        trace?: never;
    };
    "/v1/runs/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a link by which anybody may read a run.
         * @description Each call makes a new one; the run itself stays as private as it is.
         */
        post: operations["post_share"];
        /** Ends all links to a run. */
        delete: operations["delete_share"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/span": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What did the span of this run say?
         * @description Everything as it came: attributes of span, scope and resource, events, links, kind and status. Nothing of it is renamed.
         */
        get: operations["get_span"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Replaces the labels of a run. */
        patch: operations["patch_tags"];
        trace?: never;
    };
    "/v1/runs/{id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A run and all below it, as a tree to draw a trace from.
         * @description Without texts. Every run stands after its parent, and times count from the start of the run that was asked for.
         */
        get: operations["get_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/visibility": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Shows a run to anybody who knows its id, or no longer. */
        patch: operations["patch_visibility"];
        trace?: never;
    };
    "/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How is the instance doing?
         * @description For whoever calls from the machine of the server, is signed in as an operator, or has `--metrics-token`.
         */
        get: operations["system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template-versions/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The deployed version of a template.
         * @description A public key is enough. The keys of messages are in snake_case, so that they can be passed on to a model provider.
         */
        get: operations["get_latest_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template-versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version with its template. */
        get: operations["get_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a version in place: saves a draft, deploys it, takes it back, or notes something.
         * @description What it said before is kept as a revision. Whoever may save drafts only may change drafts that no label points at, and
         *     leave them drafts. With `If-Match`, only if nobody else changed it since.
         */
        patch: operations["patch_version"];
        trace?: never;
    };
    "/v1/template-versions/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a version said before somebody changed it in place, the newest first. */
        get: operations["list_revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template_versions/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The deployed version of a template, where SDKs ask for it.
         * @description The same as `/v1/template-versions/latest`.
         */
        get: operations["get_latest_version_of_sdks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template_versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A version with its template, where old dashboards ask for it.
         * @description The same as `/v1/template-versions/{id}`.
         */
        get: operations["get_version_of_dashboards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a version in place, where old dashboards do it.
         * @description The same as `/v1/template-versions/{id}`.
         */
        patch: operations["patch_version_of_dashboards"];
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The templates of the project with all their versions, the newest first. */
        get: operations["list_templates"];
        put?: never;
        /**
         * Makes a template with its first version.
         * @description A slug that ends in `-copy` gets a number where it is taken.
         */
        post: operations["post_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The folders that have templates in them, by name. */
        get: operations["list_folders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What SDKs would get now, of every template that has a live version.
         * @description By the age of the templates. The keys of messages are in snake_case.
         */
        get: operations["list_live_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A template with its versions. */
        get: operations["get_template"];
        put?: never;
        post?: never;
        /**
         * Deletes a template with all its versions.
         * @description Runs that name one of them stay, and name none from then on.
         */
        delete: operations["delete_template"];
        options?: never;
        head?: never;
        /**
         * Renames a template, moves it into a folder, or tags it.
         * @description A body that names nothing to change changes nothing. A slug that was changed leads nowhere: clients get 404 once their own
         *     cache is over.
         */
        patch: operations["patch_template"];
        trace?: never;
    };
    "/v1/templates/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is different between two versions of a template.
         * @description What cannot be told apart within two seconds counts as replaced.
         */
        get: operations["get_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The labels of a template, by name; `production` names what is deployed. */
        get: operations["list_labels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/labels/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Points a label at a version; `production` deploys it. */
        put: operations["put_label"];
        post?: never;
        /** Takes a label away from a template. */
        delete: operations["delete_label"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deploys an older version again: the one with a number, or the one that was deployed before the present one. */
        post: operations["post_rollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came of the versions of a template: calls, cost, latency, feedback.
         * @description Every version, the newest first, also those that no run names.
         */
        get: operations["get_usage_of_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Saves a version of a template, as a draft or live.
         * @description It gets the number after the last. Whoever may save drafts only may not save a live one.
         */
        post: operations["post_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in spans.
         * @description Each becomes a run, whatever instrumentation made it; a span that cannot be read is refused alone. A retry changes nothing.
         */
        post: operations["post_traces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invites somebody, as clients did before there were invitations. */
        post: operations["post_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells whoever runs the server what one thinks of it. It goes to the server's log. */
        post: operations["post_user_feedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invites somebody into the organisation.
         * @description An address that was invited before is invited anew: the link of that time no longer works. The link is sent by mail, or
         *     else it is in the server's log; whoever invites can also pass it on.
         */
        post: operations["post_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/invitation/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an invitation back, if it is there. */
        delete: operations["delete_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/invited": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who was invited and did not come yet?
         * @description Those are listed too whose invitation lets nobody in any more, because it is too old, or because whoever made it is gone or
         *     may no longer give the role: inviting the address anew gives it another link.
         */
        get: operations["list_invitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and what may I do? */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes the own account.
         * @description What it made stays with the organisation. The owner cannot leave.
         */
        post: operations["post_leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/org": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which organisation do I belong to, and who else does?
         * @description `users` is there for roles with `teamMembers.list`, `orgApiKey` for the owner and admins.
         */
        get: operations["get_own_org"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the own password.
         * @description All sessions are over, this one too; the answer is a new one.
         */
        post: operations["post_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where am I signed in?
         * @description The last used session first; at most 200.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /** Ends all own sessions but this one. */
        delete: operations["delete_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of the own sessions. */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/send-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends the mail again by which an address is proven.
         * @description If there is an account with it that is not proven, and at most once in 15 minutes.
         */
        post: operations["post_send_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Takes an address for proven, by the token from a mail.
         * @description A browser that follows the link is led to the dashboard.
         */
        get: operations["get_verify_email"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is this? */
        get: operations["get_member"];
        put?: never;
        post?: never;
        /** Removes somebody from the organisation: the account is deleted, and its sessions end. */
        delete: operations["delete_member"];
        options?: never;
        head?: never;
        /**
         * Changes what somebody is, and which projects they are a member of.
         * @description To make somebody the owner is to hand the ownership over, which only the owner can; the owner becomes an admin by it.
         *     Whoever has another role now has to sign in again.
         */
        patch: operations["patch_member"];
        trace?: never;
    };
    "/v1/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which version answers? */
        get: operations["version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What the runs of a person add up to. */
        Activity: {
            /**
             * Format: double
             * @description US dollars.
             */
            cost: number;
            /**
             * Format: int64
             * @description Those that failed.
             */
            errors: number;
            /**
             * Format: date-time
             * @description When the earliest of them began; null when there is none. Before `createdAt` where older runs were sent later.
             */
            firstRun?: string | null;
            /**
             * Format: int64
             * @description How many.
             */
            runs: number;
            /**
             * Format: int64
             * @description Those that somebody disliked.
             */
            thumbsDown: number;
            /**
             * Format: int64
             * @description Those that somebody liked.
             */
            thumbsUp: number;
            /**
             * Format: int64
             * @description Of prompts and completions.
             */
            tokens: number;
        };
        /** @description A dataset as whoever asks for it wants it. */
        AnyDataset: components["schemas"]["Dataset"] | components["schemas"]["DatasetForSdk"];
        /** @description A key of a project. */
        ApiKey: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: uuid
             * @description The account that made it; null for those that the server made by itself.
             */
            createdBy?: string | null;
            /** @description The last characters of it. */
            display: string;
            /**
             * Format: date-time
             * @description From then on it opens nothing; null when it does not end.
             */
            expiresAt?: string | null;
            /**
             * Format: int64
             * @description Its number, by which the ledger and the audit log name it.
             */
            id: number;
            /**
             * Format: uuid
             * @description The key itself; of a private one only for who may read private keys.
             */
            key?: string | null;
            /** @description `public` or `private`. */
            kind: string;
            /**
             * Format: date-time
             * @description A few seconds late; null as long as nobody used it.
             */
            lastUsedAt?: string | null;
            /** @description What people call it; null for those that came with the project. */
            name?: string | null;
        };
        /** @description Runs that are to become prompts. */
        AttachedRuns: {
            /**
             * Format: uuid
             * @description The dataset that they are to belong to.
             */
            datasetId: string;
            /** @description At most 500. */
            runIds: string[];
        };
        /** @description Something that somebody did, with the names that things had at the time. */
        AuditLog: {
            /** @description What was done. */
            action: string;
            /**
             * Format: date-time
             * @description When it was done.
             */
            createdAt: string;
            /**
             * Format: uuid
             * @description Unique.
             */
            id: string;
            /** @description Where the request came from. */
            ipAddress?: string | null;
            /**
             * Format: uuid
             * @description Whose log it is.
             */
            orgId: string;
            /** @description The project, where the request named one. */
            projectId?: string | null;
            /** @description What it was called. */
            projectName?: string | null;
            /** @description Which thing; null where there is no one thing. */
            resourceId?: string | null;
            /** @description The kind of thing. */
            resourceType: string;
            /**
             * Format: int64
             * @description Its place in the log, from 1 without gaps; `before` takes it.
             */
            seq: number;
            /**
             * Format: date-time
             * @description The same: rows never change.
             */
            updatedAt: string;
            /** @description What the client called itself. */
            userAgent?: string | null;
            /** @description Null for API keys. */
            userEmail?: string | null;
            /** @description An account, or what stands for an API key. */
            userId: string;
            /** @description Of the account, or `API key` and its number. */
            userName?: string | null;
        };
        /** @description What the action needs to know. */
        BatchArguments: {
            /**
             * Format: uuid
             * @description Of `addToDataset`: a dataset of items, or one of prompts.
             */
            datasetId?: string | null;
            /** @description Of `tag` and `untag`: at least one. */
            tags?: string[] | null;
        };
        /** @description One change for many runs. */
        BatchChange: {
            /** @description `delete`, `tag`, `untag` or `addToDataset`. */
            action: string;
            args?: components["schemas"]["BatchArguments"] | null;
            filter?: components["schemas"]["BatchFilter"] | null;
            /** @description The runs, by ids as they were sent or as they are shown; either this or `filter`. */
            ids?: string[] | null;
        };
        /** @description What was changed at once. */
        BatchChanged: {
            /**
             * Format: int64
             * @description How many runs; those that had the tags already, were not there, or say nothing that a dataset of prompts could hold,
             *     do not count.
             */
            changed: number;
        };
        /** @description The runs that a list shows. */
        BatchFilter: {
            /**
             * Format: date-time
             * @description When the list was looked at: runs that began later are left alone.
             */
            asOf: string;
            /** @description The checks as a tree. */
            logic?: unknown;
            /** @description The query string of the list; either this or `logic`. */
            query?: string | null;
        };
        /** @description Many are changed in a job. */
        BatchOrdered: {
            /**
             * Format: uuid
             * @description The job; see `GET /v1/jobs/{id}`.
             */
            jobId: string;
        };
        /** @description A value to choose. */
        Choice: {
            label: string;
            value: string;
        };
        /** @description A dataset of prompts with all that is in it. */
        Dataset: components["schemas"]["DatasetSummary"] & {
            /** @description In their order. */
            prompts: components["schemas"]["DatasetPromptWithVariations"][];
        };
        /** @description Another slug for a dataset. */
        DatasetChange: {
            /** @description 1 to 255 characters, unique in the project. */
            slug: string;
        };
        /** @description A dataset as SDKs read it: by its slug, with the placeholders filled. */
        DatasetForSdk: {
            /** Format: uuid */
            id: string;
            /** @description One for each variation of each prompt, and one for a prompt without any. */
            items: components["schemas"]["DatasetItemForSdk"][];
            /** Format: uuid */
            ownerId?: string | null;
            /** Format: uuid */
            projectId: string;
            /** @description The same as `items`: the JavaScript SDK reads it. */
            runs: components["schemas"]["DatasetItemForSdk"][];
            slug: string;
        };
        /** @description A dataset to be made. */
        DatasetInput: {
            /** @description `text`, which is the default, or `chat`. */
            format?: string | null;
            /** @description The first prompt: a text, or a list of messages; a sample when absent, none when null. */
            prompt?: Record<string, never> | null;
            /** @description What SDKs ask for: 1 to 255 characters, unique in the project. */
            slug: string;
            /** @description Whether the prompt gets a variation without variables; true when absent. */
            withPromptVariation?: boolean | null;
        };
        /** @description A prompt with the values of one variation. */
        DatasetItemForSdk: {
            /** @description What should come out; null where the prompt has no variation. */
            idealOutput?: string | null;
            /** @description A text, or a list of messages. */
            input: Record<string, never>;
        };
        /** @description A prompt. */
        DatasetPrompt: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            datasetId: string;
            /** @description Always null: nothing of the API writes it. */
            groundTruth?: string | null;
            /** Format: uuid */
            id: string;
            /** @description A text, or a list of messages, as they were sent. */
            messages: Record<string, never>;
        };
        /** @description A prompt to be added. */
        DatasetPromptBody: {
            /**
             * Format: uuid
             * @description The dataset that it is to belong to.
             */
            datasetId: string;
            /** @description What should come out of its variation. */
            idealOutput?: string | null;
            /** @description A text or a list of messages, as the dataset's format asks; a sample when absent. */
            messages?: Record<string, never> | null;
            /** @description Whether it gets a variation without variables; true when absent. */
            withPromptVariation?: boolean | null;
        };
        /** @description Other messages for a prompt. */
        DatasetPromptChange: {
            /** @description A text or a list of messages, as the dataset's format asks. */
            messages: Record<string, never>;
        };
        /** @description Values for the placeholders of a prompt. */
        DatasetPromptVariation: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            /** @description What should come out. */
            idealOutput?: string | null;
            /** Format: uuid */
            promptId: string;
            /** @description Texts by the names of placeholders, as they were sent. */
            variables: Record<string, never>;
        };
        /** @description A prompt with its variations. */
        DatasetPromptWithVariations: components["schemas"]["DatasetPrompt"] & {
            /** @description In their order. */
            variations: components["schemas"]["DatasetPromptVariation"][];
        };
        /** @description A dataset of prompts, without them. */
        DatasetSummary: {
            /** Format: date-time */
            createdAt: string;
            /** @description `text` or `chat`. */
            format: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Who made it; null for what a key made.
             */
            ownerId?: string | null;
            /** Format: uuid */
            projectId: string;
            /** @description What SDKs ask for; unique in the project. */
            slug: string;
            /**
             * Format: date-time
             * @description When it, or something in it, was last changed.
             */
            updatedAt: string;
        };
        /** @description A dataset of items. */
        DatasetV2: components["schemas"]["DatasetV2Slots"] & {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            currentVersionCreatedAt: string;
            /** Format: uuid */
            currentVersionCreatedBy?: string | null;
            /** Format: uuid */
            currentVersionId: string;
            /** Format: int64 */
            currentVersionNumber: number;
            /** Format: uuid */
            currentVersionRestoredFromVersionId?: string | null;
            /** @description What it is for. */
            description?: string | null;
            /** @description By the number of the slot; absent from lists. */
            evaluatorConfigs?: Record<string, never> | null;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            itemCount: number;
            /** @description In their order, where they were asked for. */
            items?: components["schemas"]["DatasetV2Item"][] | null;
            /** @description Unique in the project. */
            name: string;
            /** @description There, and true, when a version was put back and its name was not, because another dataset has it now. */
            nameKept?: boolean;
            ownerEmail?: string | null;
            /**
             * Format: uuid
             * @description Who made it; null for what a key made.
             */
            ownerId?: string | null;
            ownerName?: string | null;
            /** Format: uuid */
            projectId: string;
            /**
             * Format: date-time
             * @description When it, or something in it, was last changed.
             */
            updatedAt: string;
        };
        /** @description What to change of a dataset; what is absent stays as it is. */
        DatasetV2Change: {
            /** @description What it is for; null: nothing is said. */
            description?: string | null;
            /** @description 1 to 255 characters, unique in the project. */
            name?: string | null;
        };
        /** @description A file of items. */
        DatasetV2Import: {
            /** @description The file itself: up to 200,000 items. */
            content: string;
            /**
             * @description What to do with an item that says what another one says already, in the dataset or earlier in the file: `keep`, which
             *     is the default, or `skip`.
             */
            duplicates?: string | null;
            /** @description `csv`, `jsonl` or `json`. */
            format: string;
            /** @description Whether a job does it, and the answer names that; false when absent. */
            inBackground?: boolean | null;
        };
        /** @description What became of an import. */
        DatasetV2Imported: {
            /**
             * Format: int64
             * @description How many said what another one says already; with `skip` they did not come in.
             */
            duplicateCount: number;
            /**
             * Format: int64
             * @description How many items came in.
             */
            insertedCount: number;
        };
        /** @description A dataset of items to be made. */
        DatasetV2Input: {
            /** @description What it is for: up to 10,000 characters. */
            description?: string | null;
            /** @description 1 to 255 characters, unique in the project. */
            name: string;
        };
        /** @description An item of a dataset. */
        DatasetV2Item: components["schemas"]["DatasetV2Results"] & {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            datasetId: string;
            /** @description What should come out. */
            groundTruth?: string | null;
            /**
             * Format: uuid
             * @description The same as long as the item is there; an older version that is put back has new ones.
             */
            id: string;
            /** @description What goes in; may be empty. */
            input: string;
            /** @description What did come out. */
            output?: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description What an item says; of a change, what is absent stays as it is. */
        DatasetV2ItemInput: {
            /** @description What should come out. */
            groundTruth?: string | null;
            /** @description What goes in; empty when absent. */
            input?: string | null;
            /** @description What did come out. */
            output?: string | null;
        };
        /** @description What evaluators said of an item: nothing yet. */
        DatasetV2Results: {
            evaluatorResult1?: Record<string, never> | null;
            evaluatorResult2?: Record<string, never> | null;
            evaluatorResult3?: Record<string, never> | null;
            evaluatorResult4?: Record<string, never> | null;
            evaluatorResult5?: Record<string, never> | null;
        };
        /** @description Runs that are to become items. */
        DatasetV2Runs: {
            /** @description At most 1,000, as they were sent: any texts. */
            runIds: string[];
        };
        /** @description A version that was made, and the dataset that has it. */
        DatasetV2Saved: {
            dataset: components["schemas"]["DatasetV2"];
            version: components["schemas"]["DatasetV2Version"];
        };
        /** @description The evaluators of a dataset: none yet. */
        DatasetV2Slots: {
            evaluatorSlot1Id?: string | null;
            evaluatorSlot2Id?: string | null;
            evaluatorSlot3Id?: string | null;
            evaluatorSlot4Id?: string | null;
            evaluatorSlot5Id?: string | null;
        };
        /** @description A version of a dataset. */
        DatasetV2Version: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            createdBy?: string | null;
            /** Format: uuid */
            datasetId: string;
            description?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            itemCount: number;
            /** @description Of the dataset at the time. */
            name?: string | null;
            /**
             * Format: uuid
             * @description The version that was put back by making this one.
             */
            restoredFromVersionId?: string | null;
            /**
             * Format: int64
             * @description From 1, without gaps.
             */
            versionNumber: number;
        };
        /** @description An item as a version has it. */
        DatasetV2VersionItem: components["schemas"]["DatasetV2Results"] & {
            /** Format: uuid */
            datasetId: string;
            groundTruth?: string | null;
            /**
             * Format: uuid
             * @description Of the item in this version.
             */
            id: string;
            input: string;
            /** @description From 1. */
            itemIndex: number;
            output?: string | null;
            /** Format: date-time */
            sourceCreatedAt?: string | null;
            /**
             * Format: uuid
             * @description The item itself, which may be gone.
             */
            sourceItemId?: string | null;
            /** Format: date-time */
            sourceUpdatedAt?: string | null;
            /** Format: uuid */
            versionId: string;
        };
        /** @description A version with its items in their order. */
        DatasetV2VersionWithItems: {
            items: components["schemas"]["DatasetV2VersionItem"][];
            version: components["schemas"]["DatasetV2Version"];
        };
        /** @description Versions, the newest first. */
        DatasetV2Versions: {
            versions: components["schemas"]["DatasetV2Version"][];
        };
        /** @description The runs of one day. */
        DayOfRuns: {
            /**
             * Format: int64
             * @description How many runs were created on it.
             */
            count: number;
            /**
             * Format: date-time
             * @description Midnight UTC.
             */
            date: string;
        };
        /** @description Nothing to say but that it is done. */
        DeletedJob: Record<string, never>;
        /**
         * @description What became of a piece.
         * @enum {string}
         */
        DiffOp: "equal" | "added" | "removed" | "changed";
        /** @description One of the two. */
        DiffSide: {
            /** Format: int64 */
            id: number;
            isDraft: boolean;
            /** Format: int64 */
            version: number;
        };
        /** @description Who did something. */
        Doer: {
            /**
             * Format: uuid
             * @description An account, or the pseudo-user of a key, as in the audit log.
             */
            id: string;
            /** @description What they were called then. */
            name?: string | null;
        };
        /** @description `{}`: it is done, and there is nothing to say. */
        Done: Record<string, never>;
        /** @description How people come in. */
        Door: {
            /** @description Nobody has an account yet: the first one owns the server. */
            firstAccount: boolean;
            /** @description Whether this server sends mail: without it, links of invitations and resets reach nobody by themselves. */
            sendsMail: boolean;
            /** @description Whether somebody without an invitation may make an account. */
            signUp: boolean;
        };
        /** @description Who asks. */
        EmailOnly: {
            /** @description E-mail address, in any case. */
            email: string;
        };
        /** @description What every refusal says. */
        Error: {
            /** @description The kind of refusal: `Bad Request`, `Unauthorized`, `Not Found`, ... */
            error: string;
            /** @description What failed, which value, and what to do. */
            message: string;
        };
        /**
         * @description Something that happened to a run. Members may be spelled in camelCase, snake_case or kebab-case; null counts as absent, but
         *     for the members of `feedback`.
         */
        Event: {
            /** @description Another project of the same organisation that the event is meant for, by its public key. */
            appId?: string | null;
            /** @description Why it failed; by convention `{message, stack}`. */
            error?: unknown;
            /** @description `start`, `end`, `error`, `update`, `feedback`, `chat` or `custom-event`; of the type `log`, the level. */
            event: string;
            /** @description What somebody thinks of the run: `thumb`, `comment` or any other keys. Null takes a key's value away. */
            feedback?: Record<string, never> | null;
            /** @description What went in: any JSON. */
            input?: unknown;
            /**
             * @description Of a `chat`, the message: `{role, content}` and what else is to be kept; `isRetry` when it answers once more. Of a
             *     `log`, the text.
             */
            message?: unknown;
            /** @description Strings, numbers, booleans, and lists of those, by name. */
            metadata?: Record<string, never> | null;
            /** @description Model, tool, agent or chain. */
            name?: string | null;
            /** @description What came out: any JSON. */
            output?: unknown;
            /** @description Parameters of the model call. */
            params?: unknown;
            /** @description The run that this one is a part of; it may come later. Of a message or custom event, the conversation. */
            parentRunId?: string | null;
            /** @description Any text; what is no hyphenated UUID is turned into one, always the same. */
            runId?: string | null;
            /** @description The SDK that sends it. */
            runtime?: string | null;
            /** @description Labels: a list, or one. */
            tags?: unknown;
            /** @description The version of the prompt template that was used. */
            templateVersionId?: unknown;
            /** @description Of a message or custom event: what is to be known of the conversation. */
            threadMetadata?: Record<string, never> | null;
            /** @description Of a message or custom event: labels of the conversation. */
            threadTags?: unknown;
            /** @description Milliseconds since 1970, or a date as ISO 8601 or RFC 2822 have it; absent: when it arrives. */
            timestamp?: unknown;
            tokensUsage?: components["schemas"]["TokensUsage"] | null;
            /** @description `llm`, `chain`, `agent`, `tool`, `retriever`, `embed`, `thread`, `log` or any other word. */
            type?: string | null;
            /** @description The project's own name for the person on whose behalf the run happened. */
            userId?: unknown;
            /** @description What the project knows of the person. */
            userProps?: Record<string, never> | null;
        };
        /** @description Several events, or one. */
        Events: components["schemas"]["Event"][] | components["schemas"]["Event"];
        /** @description An end user. */
        ExternalUser: {
            /**
             * Format: date-time
             * @description When this server first heard of the person.
             */
            createdAt: string;
            /** @description The project's own name for the person. */
            externalId: string;
            /**
             * Format: int64
             * @description This server's number for the person.
             */
            id?: number | null;
            /**
             * Format: date-time
             * @description The latest event that named the person.
             */
            lastSeen: string;
            /**
             * Format: uuid
             * @description Absent in lists.
             */
            projectId?: string | null;
            /** @description What the project knows of the person; null when it never said. */
            props?: Record<string, never> | null;
        };
        /** @description One page of end users. */
        ExternalUserList: {
            /** @description False when what the runs cost could not be added up in time, so that it is more; absent otherwise. */
            complete?: boolean | null;
            data: components["schemas"]["ExternalUserRow"][];
            /** Format: int64 */
            limit: number;
            /** Format: int64 */
            page: number;
            /**
             * Format: int64
             * @description How many match, on all pages.
             */
            total: number;
        };
        /** @description An end user in a list. */
        ExternalUserRow: components["schemas"]["ExternalUser"] & {
            activity?: components["schemas"]["Activity"] | null;
            /**
             * Format: double
             * @description US dollars; null when no run of theirs counts.
             */
            cost?: number | null;
        };
        /** @description What the runs of a person of one name and type used. */
        ExternalUserUsage: {
            /** Format: int64 */
            completionTokens: number;
            /**
             * Format: double
             * @description US dollars.
             */
            cost: number;
            /**
             * Format: int64
             * @description Runs that failed.
             */
            errors: number;
            /** @description Model, tool, agent or event. */
            name?: string | null;
            /** Format: int64 */
            promptTokens: number;
            /**
             * Format: int64
             * @description Runs that succeeded.
             */
            success: number;
            type: string;
            /**
             * Format: int64
             * @description Null for runs that name nobody.
             */
            userId?: number | null;
        };
        /** @description An end user by itself. */
        ExternalUserWithActivity: components["schemas"]["ExternalUser"] & {
            activity?: components["schemas"]["Activity"] | null;
        };
        /** @description What people think of a run: these members, and any others that an SDK sent. */
        Feedback: {
            comment?: string | null;
            thumb?: components["schemas"]["Thumb"] | null;
        };
        /** @description What somebody thinks of a run. A member that is left out stays as it is; null takes its value away. */
        FeedbackChange: {
            comment?: string | null;
            thumb?: components["schemas"]["Thumb"] | null;
        };
        /** @description Something to tell whoever runs the server. */
        FeedbackText: {
            /** @description At most 10,000 bytes. */
            text: string;
        };
        /** @description A file of the data directory. */
        File: {
            /** Format: int64 */
            bytes: number;
            name: string;
        };
        /** @description That the server is well. */
        Health: {
            /** @description Always `OK`. */
            status: string;
        };
        /** @description That the wish was heard; whether there is such an account, it does not say. */
        Heard: {
            /** @description Always true. */
            ok: boolean;
        };
        /** @description Something that follows the change log. */
        Indexer: {
            /** @description Whether it has all runs that were there before it began. */
            complete: boolean;
            /**
             * Format: int64
             * @description How many changes it is behind.
             */
            lag: number;
            /**
             * Format: int64
             * @description The last change that it knows.
             */
            mark: number;
            /** @description `columns`: cols.db; `search`: search.db. */
            name: string;
        };
        /** @description Events about runs. */
        IngestRequest: {
            events: components["schemas"]["Events"];
        };
        /** @description What became of each event. */
        IngestResponse: {
            /** @description In the order in which they were processed: by timestamp. */
            results: components["schemas"]["IngestResult"][];
        };
        /** @description What became of one event. */
        IngestResult: {
            /** @description Why not; absent when it is. */
            error?: string;
            /** @description `runId` as it was sent; absent when it was spelled otherwise. */
            id?: unknown;
            /** @description Whether it is stored. */
            success: boolean;
        };
        /** @description Somebody who was invited and did not come yet. */
        Invitation: {
            /** Format: date-time */
            createdAt: string;
            email: string;
            emailVerified?: boolean | null;
            /**
             * Format: date-time
             * @description From then on it lets nobody in.
             */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            orgId: string;
            projects: string[];
            role: string;
            /** @description What lets the person in, behind `/join?token=`; null for who may not invite people. */
            token?: string | null;
            /**
             * Format: date-time
             * @description When the person was last invited.
             */
            updatedAt: string;
        };
        /** @description Somebody to be invited. */
        Invite: {
            /** @description Where the person gets mail. */
            email: string;
            /** @description The projects to be a member of; at least one. */
            projects: string[];
            /** @description `owner`, `admin`, `member`, `viewer`, `collaborator`, `prompt_editor`, `billing` or `analytics`. */
            role: string;
        };
        /** @description What came of an invitation. */
        Invited: {
            /** @description What lets the person in, behind `/join?token=`. */
            token: string;
        };
        /** @description What came of an invitation by the older route. */
        InvitedUser: {
            user: components["schemas"]["UserToCome"];
        };
        /** @description The last bill: there is none. */
        Invoice: {
            /** @description Always null. */
            hostedInvoiceUrl?: string | null;
        };
        /** @description A job. */
        Job: {
            /**
             * Format: date-time
             * @description When it became necessary.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was done or given up; null while it is open.
             */
            endedAt?: string | null;
            /** @description Why the last attempt failed; null when it did not. */
            error?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The organisation.
             */
            orgId?: string | null;
            /** @description What the job was told; null when there was nothing to tell. */
            payload?: Record<string, never> | null;
            /**
             * Format: int32
             * @description Percent, 0 to 100.
             */
            progress: number;
            /** @description `pending`, `running`, `done` or `failed`. */
            status: string;
            /** @description A word, or a word and what it is about after a colon. */
            type: string;
        };
        /** @description Where an invitation leads. */
        JoinData: {
            /**
             * Format: uuid
             * @description Its id.
             */
            orgId: string;
            /** @description What the organisation is called. */
            orgName: string;
            /** @description Always `custom`: nothing is held back. */
            orgPlan: string;
            /**
             * Format: int32
             * @description Always null: there may be as many as come.
             */
            orgSeatAllowance?: number | null;
            /**
             * Format: int64
             * @description How many people are there.
             */
            orgUserCount: number;
            /** @description Always false: people log in by password. */
            samlEnabled: boolean;
        };
        /** @description What to change of a key; what is absent stays as it is. */
        KeyChange: {
            /** @description ISO 8601, in the future; null: it does not end. */
            expiresAt?: string | null;
            /** @description 1 to 100 characters. */
            name?: string | null;
        };
        /** @description Who may move a label, beside the owner. */
        LabelProtection: {
            /** @description Whether private keys may. */
            keys: boolean;
            label: string;
            roles: string[];
        };
        /** @description Where a label is to point: one of the two. */
        LabelTarget: {
            /**
             * Format: int64
             * @description The number of the version in its template.
             */
            version?: number | null;
            /**
             * Format: int64
             * @description The id of the version.
             */
            versionId?: number | null;
        };
        /** @description What became of the events of a project. */
        Ledger: {
            /** @description A row for each key and day on which it was used, the newest first. */
            data: components["schemas"]["LedgerRow"][];
        };
        /** @description An event that was turned away. */
        LedgerError: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description One of the reasons. */
            reason: string;
            /** @description The beginning of what there is to see of it, at most 200 characters. */
            sample: string;
        };
        /** @description The events of one key on one day: received = stored + merged + the sum of rejected. */
        LedgerRow: {
            /**
             * Format: date-time
             * @description Midnight UTC, by the server's clock.
             */
            day: string;
            /**
             * Format: int64
             * @description The key's number; 0 for the project's id where no key row carries it.
             */
            keyId: number;
            /** @description `public`, `private`, or null for a key that is gone. */
            keyName?: string | null;
            /**
             * Format: date-time
             * @description When the last request came.
             */
            lastAt: string;
            lastError?: components["schemas"]["LedgerError"] | null;
            /**
             * Format: int64
             * @description Those that were there already.
             */
            merged: number;
            /**
             * Format: int64
             * @description All that came in.
             */
            received: number;
            /** @description Those that were turned away, by reason. */
            rejected: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Those that were new.
             */
            stored: number;
        };
        /** @description What the dashboards of the reference take for a licence. */
        License: {
            accessControlEnabled: boolean;
            customChartsEnabled: boolean;
            dataFilteringEnabled: boolean;
            dataWarehouseEnabled: boolean;
            evalEnabled: boolean;
            realtimeEvalsEnabled: boolean;
            samlEnabled: boolean;
        };
        /** @description A line. */
        LineDiff: {
            op: components["schemas"]["DiffOp"];
            /** @description Without its end. */
            text: string;
        };
        /** @description A link to a run. */
        Link: {
            /** @description Random; whoever has it may read the run. */
            token: string;
            /** @description Where the run is read with it, as the sender of the request reaches this server. */
            url: string;
        };
        /** @description A run as a list shows it. */
        ListRow: components["schemas"]["Run"] | components["schemas"]["RunPreview"];
        /** @description The same, in a list. */
        LiveTemplate: {
            /** @description Messages, or one text. */
            content: unknown;
            /** Format: date-time */
            createdAt: string;
            /** @description The model, and how to call it. */
            extra: Record<string, never>;
            /** @description The id of the version, as text: runs name it as `templateId`. */
            id: string;
            slug: string;
            /**
             * Format: int64
             * @description Its number in the template, from 1.
             */
            version: number;
        };
        /** @description A version as SDKs get it. */
        LiveTemplateVersion: {
            /** @description Messages, or one text. */
            content: unknown;
            /** Format: date-time */
            created_at: string;
            /** @description The model, and how to call it. */
            extra: Record<string, never>;
            /** @description The id of the version, as text: runs name it as `templateId`. */
            id: string;
            slug: string;
            /**
             * Format: int64
             * @description Its number in the template, from 1.
             */
            version: number;
        };
        /** @description Who wants in. */
        LogIn: {
            /** @description E-mail address, in any case. */
            email: string;
            /** @description The password. */
            password: string;
        };
        /** @description How this person logs in. */
        LogInMethod: {
            /** @description Always `password`. */
            method: string;
        };
        /** @description Where a search is found. */
        Match: {
            /** @description `input` or `output`. */
            field: string;
            /** @description Start and length of each match in `text`, in UTF-16 units. */
            ranges: number[][];
            /** @description The text around the first match; never HTML. */
            text: string;
        };
        /** @description Whoever is signed in. */
        Me: components["schemas"]["Member"] & {
            /** @description Whether the person runs the server. */
            operator: boolean;
            /** @description What the person's role grants, such as `logs.read`. */
            permissions: string[];
        };
        /** @description Somebody who belongs to the organisation. */
        Member: {
            avatarUrl?: string | null;
            /** Format: date-time */
            createdAt: string;
            email: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            lastLoginAt?: string | null;
            /** @description What the person wants to be called. */
            name?: string | null;
            /** Format: uuid */
            orgId: string;
            /** @description The projects that the person is a member of. */
            projects: string[];
            /** @description `owner`, `admin`, `member`, `viewer`, `collaborator`, `prompt_editor`, `billing` or `analytics`. */
            role: string;
            /** @description Whether the person has shown that the address is their own. */
            verified: boolean;
        };
        /** @description What somebody is to be from now on. */
        MemberChange: {
            /** @description The projects to be a member of, in the place of those until now; at least one. */
            projects: string[];
            /**
             * @description `owner`, which hands the ownership over, `admin`, `member`, `viewer`, `collaborator`, `prompt_editor`, `billing` or
             *     `analytics`.
             */
            role: string;
        };
        /** @description A member of an object. */
        MemberDiff: {
            from: unknown;
            key: string;
            op: components["schemas"]["DiffOp"];
            to: unknown;
        };
        /** @description Somebody who belongs to the organisation, as everybody there may see them. */
        MemberInBrief: {
            email: string;
            /** Format: uuid */
            id: string;
            name?: string | null;
            verified: boolean;
        };
        /** @description A message, or the text of a prompt that is one. */
        MessageDiff: {
            /** @description As it is in the first version; null where it was added. */
            from: unknown;
            /** @description Of a message that was changed: the lines of its text, or of all of it as JSON where it is more than a text. */
            lines?: components["schemas"]["LineDiff"][];
            op: components["schemas"]["DiffOp"];
            /** @description As it is in the second version; null where it was removed. */
            to: unknown;
        };
        /** @description With `fields=all`. */
        MoreOfTemplate: {
            /**
             * Format: int64
             * @description The version that SDKs get; null when all are drafts, and absent where versions are.
             */
            deployedVersionId?: number | null;
            /** @description Names with `/` between; empty at the top. */
            folder?: string | null;
            tags?: string[] | null;
            /** Format: date-time */
            updatedAt?: string | null;
            updatedBy?: components["schemas"]["Doer"] | null;
        };
        /** @description With `fields=all`. */
        MoreOfVersion: {
            createdBy?: components["schemas"]["Doer"] | null;
            /** @description The labels that point at it, `production` included. */
            labels?: string[] | null;
            /**
             * Format: int64
             * @description One more with every change; also the `ETag`, for `If-Match`.
             */
            revision?: number | null;
            /** Format: date-time */
            updatedAt?: string | null;
            updatedBy?: components["schemas"]["Doer"] | null;
        };
        /** @description The runs beside one in a list. */
        Neighbors: {
            /**
             * Format: uuid
             * @description The row before it, which is newer unless the list is sorted; null at the top of the list.
             */
            nextId?: string | null;
            /**
             * Format: uuid
             * @description The row after it, which is older unless the list is sorted; null at the end of the list.
             */
            previousId?: string | null;
        };
        /** @description A key to be made. */
        NewKey: {
            /** @description ISO 8601, in the future; absent or null: it does not end. */
            expiresAt?: string | null;
            /** @description `public` or `private`. */
            kind: string;
            /** @description 1 to 100 characters. */
            name: string;
        };
        /** @description A project to be made. */
        NewProject: {
            /** @description 1 to 100 characters. */
            name: string;
        };
        /** @description `{"ok": true}` */
        Noted: {
            ok: boolean;
        };
        /** @description A token that was made to be exchanged. */
        OneTimeToken: {
            /** @description Good once. */
            onetimeToken: string;
        };
        /** @description A job that was ordered. */
        OrderedJob: {
            /**
             * Format: uuid
             * @description Its id, or that of the one that is under way already.
             */
            jobId: string;
        };
        /** @description An organisation in brief. */
        Organisation: {
            billingDelinquent: boolean;
            /** Format: date-time */
            billingDelinquentSince?: string | null;
            canceled: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            limited: boolean;
            name: string;
            /** @description Always `custom`: nothing is limited. */
            plan: string;
            planPeriod: string;
            /** Format: int64 */
            playAllowance: number;
            samlEnabled: boolean;
            /**
             * Format: int32
             * @description How many people may belong to it; null: any number.
             */
            seatAllowance?: number | null;
            stripeCustomer?: string | null;
            stripeSubscription?: string | null;
        };
        /** @description What to change of an organisation. */
        OrganisationChange: {
            /** @description 1 to 100 characters. */
            name: string;
        };
        /** @description What not everybody gets to see of the own organisation. */
        OrganisationExtras: {
            /**
             * Format: uuid
             * @description Its key, or null when it has none; absent for roles without `privateKeys.read`.
             */
            orgApiKey?: string | null;
            /** @description Its people, by rank, then by name; absent for roles without `teamMembers.list`. */
            users?: components["schemas"]["Member"][] | null;
        };
        /** @description A new key of the organisation. */
        OrganisationKey: {
            /** Format: uuid */
            apiKey: string;
        };
        /** @description The organisation of whoever is signed in. */
        OwnOrganisation: components["schemas"]["Organisation"] & components["schemas"]["OrganisationExtras"] & {
            beta: boolean;
            customChartsEnabled: boolean;
            dataFilteringEnabled: boolean;
            /**
             * Format: int32
             * @description For how many days runs are kept; null: for good.
             */
            dataRetentionDays?: number | null;
            dataWarehouseEnabled: boolean;
            datasetV2Enabled: boolean;
            /** Format: int64 */
            evalAllowance: number;
            license: components["schemas"]["License"];
            samlIdpXml?: string | null;
        };
        /** @description A project in the list of the caller's own. */
        OwnProject: components["schemas"]["Project"] & {
            /** @description Whether it has any run. */
            activated: boolean;
            /** @description Null: all events are taken in. */
            filters?: Record<string, never> | null;
            /**
             * Format: uuid
             * @description The dashboard that its pages begin with: always the same for a project, whether or not it was ever looked at.
             */
            homeDashboardId: string;
            /**
             * Format: uuid
             * @description Absent for who may not read private keys, and when there is none. To a key, it is that key.
             */
            privateApiKey?: string | null;
            /** @description All projects of the caller. */
            projects: string[];
            /**
             * Format: uuid
             * @description The same as `id`.
             */
            publicApiKey: string;
        };
        /** @description The old password and the new one. */
        PasswordChange: {
            /** @description The password as it is. */
            current: string;
            /** @description As it is to be: 6 to 256 characters. */
            new: string;
        };
        /** @description That it is really you. */
        PasswordOnly: {
            /** @description Your password. */
            password: string;
        };
        /** @description A token, and the password that it allows. */
        PasswordReset: {
            /** @description The new one: 6 to 256 characters. */
            password: string;
            /** @description From the mail. */
            token: string;
        };
        /** @description A project. */
        Project: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: int32
             * @description For how long runs are kept; null: without end.
             */
            dataRetentionDays?: number | null;
            /**
             * Format: uuid
             * @description Its id, which is a public key of it.
             */
            id: string;
            /** @description What people call it. */
            name: string;
            /**
             * Format: uuid
             * @description The organisation that owns it.
             */
            orgId: string;
        };
        /** @description What to change of a project; what is absent stays as it is. */
        ProjectChange: {
            /** @description `unlimited`. Limits are refused as not built. */
            dataRetentionDays?: unknown;
            /** @description 1 to 100 characters; an empty one stands for none. */
            name?: string | null;
        };
        /** @description How to replace the key that is shown with a project. */
        ProjectRegeneration: {
            /**
             * Format: int64
             * @description How long the old key goes on, up to 30 days; absent: not at all.
             */
            graceSeconds?: number | null;
            /** @description `private`, or `public`, which changes nothing: it is the project's id. */
            type: string;
        };
        /** @description Who may move a label; the owner always may. */
        Protection: {
            /** @description Whether private keys may; absent: they may not. */
            keys?: boolean | null;
            /** @description Of `admin`, `member` and `prompt_editor`. */
            roles: string[];
        };
        /** @description What waits to be written. */
        Queue: {
            /**
             * Format: int64
             * @description Memory for bodies that no request holds.
             */
            freeBytes: number;
            /**
             * Format: int64
             * @description Requests that wait for the writer.
             */
            requests: number;
        };
        /** @description How to replace a key. */
        Regeneration: {
            /**
             * Format: int64
             * @description How long the old key goes on, up to 30 days; absent: not at all.
             */
            graceSeconds?: number | null;
        };
        /** @description One run of a trace, as bare columns. */
        RelatedRun: {
            /** Format: int64 */
            completionTokens?: number | null;
            /**
             * Format: double
             * @description US dollars; 0 when it cannot be told.
             */
            cost: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt?: string | null;
            error: unknown;
            feedback?: Record<string, never> | null;
            /** Format: uuid */
            id: string;
            input: unknown;
            metadata?: Record<string, never> | null;
            name?: string | null;
            output: unknown;
            /** @description Null when there are none. */
            params: unknown;
            /** Format: uuid */
            parentRunId?: string | null;
            /** Format: uuid */
            projectId: string;
            /** Format: int64 */
            promptTokens?: number | null;
            /** @description Null for what has none: conversations, their turns, custom events and log lines. */
            status?: string | null;
            tags?: string[] | null;
            type: string;
        };
        /** @description Events about runs of the project that the first event names by `projectId` or `app`. */
        ReportRequest: {
            /** @description In any order; they are processed by timestamp. */
            events: components["schemas"]["Event"][];
        };
        /** @description What to go back to. */
        Rollback: {
            /**
             * Format: int64
             * @description The number of a live version; absent: the one that was deployed before.
             */
            version?: number | null;
        };
        /** @description What the store holds. */
        Rows: {
            /**
             * Format: int64
             * @description Changes of runs since the store was made.
             */
            changes: number;
            /**
             * Format: date-time
             * @description `createdAt` of the oldest one; null when there is none.
             */
            oldestRun?: string | null;
            /**
             * Format: int64
             * @description Runs of all projects, those included that are only known as parents, and messages.
             */
            runs: number;
        };
        /**
         * @description One recorded step of an LLM application. Where a field says "list", it is absent from a run by itself, and the other way
         *     round. A run that anybody may read has neither, nor scores.
         */
        Run: {
            /**
             * Format: double
             * @description US dollars; null when it cannot be told.
             */
            cost?: number | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: int64
             * @description Milliseconds; null while it is open.
             */
            duration?: number | null;
            /**
             * Format: date-time
             * @description Null while it is open.
             */
            endedAt?: string | null;
            /** @description Why it failed; by convention `{message, stack}`. */
            error: unknown;
            /** @description What people thought of it. */
            feedback?: Record<string, never> | null;
            /** @description List: of a conversation, the feedback of each turn. */
            feedbacks?: (Record<string, never> | null)[] | null;
            /** @description List: of a conversation, the first message of its first turn. */
            firstMessage?: Record<string, never> | null;
            /**
             * Format: uuid
             * @description Unique in its project.
             */
            id: string;
            /** @description What went in: any JSON. An object whose only member is `input` is shown as that member. */
            input?: unknown;
            /** @description Whether anyone with the link may read it. */
            isPublic: boolean;
            /**
             * Format: int64
             * @description List: of a conversation, the messages of all its turns.
             */
            messagesCount?: number | null;
            /** @description Free keys and values. */
            metadata?: Record<string, never> | null;
            /** @description Model, tool, agent or chain. */
            name?: string | null;
            /** @description The OpenTelemetry trace, 32 hexadecimal digits; absent when it came as no span. */
            otelTraceId?: string | null;
            /** @description What came out: any JSON. An object whose only member is `output` is shown as that member. */
            output?: unknown;
            /** @description Parameters of the model call; `{}` when there are none. */
            params: unknown;
            /** @description List, and by itself: feedback of the chat turn that this run is a part of. */
            parentFeedback?: Record<string, never> | null;
            /**
             * Format: uuid
             * @description By itself: the run that this one is a part of.
             */
            parentRunId?: string | null;
            /** Format: uuid */
            projectId: string;
            /** @description Fields that had to be mended when they came in; absent when there are none. */
            repaired?: string[];
            /** @description Values that evaluators or people gave this run. */
            scores?: components["schemas"]["Score"][] | null;
            /**
             * Format: uuid
             * @description By itself, and in lists where there is one: the chat turn that this one answers once more.
             */
            siblingRunId?: string | null;
            /** @description `started`, `success` or `error`; null for what has none: conversations, their turns, custom events and log lines. */
            status?: string | null;
            /** @description Free labels. */
            tags?: string[] | null;
            /** @description List, and by itself: the template's short name. */
            templateSlug?: string | null;
            /**
             * Format: int64
             * @description The version of the prompt template that was used; null when there is none, or none any more.
             */
            templateVersionId?: number | null;
            tokens: components["schemas"]["Tokens"];
            /** @description What a toxicity check said. */
            toxicity: Record<string, never>;
            /**
             * Format: uuid
             * @description By itself: the topmost ancestor; null when the run is one itself.
             */
            traceId?: string | null;
            /** @description `llm`, `chain`, `agent`, `tool`, `retriever`, `embed` or any other word. */
            type: string;
            user?: components["schemas"]["User"] | null;
        };
        /** @description Runs that began within one bucket. */
        RunBucket: {
            /**
             * Format: date-time
             * @description Where it begins.
             */
            at: string;
            /**
             * Format: int64
             * @description All of them.
             */
            count: number;
            /**
             * Format: int64
             * @description Those that failed.
             */
            errors: number;
        };
        /** @description A value, and how many runs have it. */
        RunFacet: {
            /**
             * Format: int64
             * @description How many runs.
             */
            count: number;
            /** @description As a person would say it. */
            label: string;
            /** @description What the check takes. */
            value: unknown;
        };
        /** @description Values of a check, the most frequent first. */
        RunFacets: {
            /** @description False when not all runs that can match were read, so that there are more of them; absent otherwise. */
            complete?: boolean;
            data: components["schemas"]["RunFacet"][];
            /** @description Whether there are more values. */
            more: boolean;
        };
        /** @description How many runs began when. */
        RunHistogram: {
            /** @description False when not all runs that can match were read, so that there are more; absent otherwise. */
            complete?: boolean;
            /** @description Every bucket, in the order of time. */
            data: components["schemas"]["RunBucket"][];
            /**
             * Format: date-time
             * @description Where the first bucket begins.
             */
            from: string;
            /**
             * Format: int64
             * @description How long a bucket is, in milliseconds.
             */
            stepMs: number;
            /**
             * Format: date-time
             * @description Where the last one ends.
             */
            to: string;
        };
        /** @description A page of runs, newest first unless it is sorted. */
        RunList: {
            /** @description False when the time was up before the page was full; absent otherwise. */
            complete?: boolean;
            data: components["schemas"]["ListRow"][];
            /** @description As asked for, and at most 10,000. */
            limit: number;
            /** @description Hand it back as `cursor` for the next page; null on the last one. */
            nextCursor?: string | null;
            /**
             * Format: int64
             * @description As asked for.
             */
            page: number;
            /**
             * Format: date-time
             * @description What was stored later may not have been searched; absent when all was.
             */
            searchedUpTo?: string;
            /**
             * Format: int64
             * @description All runs that match; only with `total=true`.
             */
            total?: number;
            /** @description True when there may be more than `total`; absent otherwise. */
            totalIsLowerBound?: boolean;
        };
        /** @description A run as a list of previews shows it. */
        RunPreview: components["schemas"]["Run"] & {
            /** @description The beginning of what went in: of messages, the last one. At most 200 characters; null when there is none. */
            inputPreview?: string | null;
            match?: components["schemas"]["Match"] | null;
            /** @description The beginning of what came out, likewise. */
            outputPreview?: string | null;
            totals?: components["schemas"]["RunTotals"] | null;
        };
        /** @description What a run and all below it add up to. */
        RunTotals: {
            /**
             * Format: double
             * @description US dollars; null when none is known.
             */
            cost?: number | null;
            /**
             * Format: int64
             * @description Those that failed.
             */
            errors: number;
            /**
             * Format: int64
             * @description How many, the run itself included.
             */
            runs: number;
            /**
             * Format: int64
             * @description Of prompts and completions; null when none is known.
             */
            tokens?: number | null;
        };
        /** @description What runs of one name and type used. */
        RunUsage: {
            /** Format: int64 */
            completionTokens?: number | null;
            /**
             * Format: double
             * @description US dollars.
             */
            cost: number;
            /**
             * Format: date-time
             * @description Midnight, UTC, of the day; only with `daily`.
             */
            date?: string | null;
            /**
             * Format: int64
             * @description Runs that failed.
             */
            errors: number;
            /** @description Model, tool, agent, chain or event. */
            name?: string | null;
            /** Format: int64 */
            promptTokens?: number | null;
            /**
             * Format: int64
             * @description Runs that succeeded.
             */
            success: number;
            type: string;
        };
        /** @description A value that an evaluator or a person gave a run. */
        Score: {
            /** @description Why. */
            comment?: string | null;
            /** @description What is scored. */
            label: string;
            /** @description A number, a text or a verdict. */
            value: unknown;
        };
        /** @description A score of a run. */
        ScoreChange: {
            /** @description Why. */
            comment?: string | null;
            /** @description What is scored; a run has one score of each label. */
            label: string;
            value: components["schemas"]["ScoreValue"];
        };
        /** @description A number, a text or a verdict. */
        ScoreValue: number | string | boolean;
        /** @description A filter in words. */
        Sentence: {
            /** @description Such as `slow gpt-4o errors last week`. */
            text: string;
            /** @description `llm`, `trace`, `thread`, `tool` or `retriever`: `llm`. */
            type?: string | null;
        };
        /** @description One session. */
        Session: {
            /**
             * Format: date-time
             * @description When it began.
             */
            createdAt: string;
            /** @description Whether this request came by it. */
            current: boolean;
            /**
             * Format: date-time
             * @description When it ends by itself.
             */
            expiresAt: string;
            /**
             * Format: uuid
             * @description Its id; never its token.
             */
            id: string;
            /** @description From where it was begun. */
            ipAddress?: string | null;
            /**
             * Format: date-time
             * @description When it was last used; a few seconds late.
             */
            lastSeenAt: string;
            /** @description What the client called itself then. */
            userAgent?: string | null;
        };
        /** @description The token of a session. */
        SessionToken: {
            /** @description Send it as `Authorization: Bearer <token>`. */
            token: string;
        };
        /** @description Who wants an account, and how. */
        SignUp: {
            /** @description E-mail address, in any case. ASCII only. */
            email: string;
            /** @description 1 to 30 characters. */
            name: string;
            /** @description What the new organisation is to be called; up to 30 characters. */
            orgName?: string | null;
            /** @description 6 to 256 characters. */
            password: string;
            /** @description What the first project is to be called; up to 30 characters. */
            projectName?: string | null;
            /** @description `signup` makes an organisation and a project, `join` takes an invitation. */
            signupMethod: string;
            /** @description Of the invitation, to join. */
            token?: string | null;
        };
        /** @description The token of the first session, under the name that the page reads which sent the request. */
        SignedUp: {
            /** @description After `join`. */
            authToken?: string | null;
            /** @description After `signup`. */
            token?: string | null;
        };
        /** @description The instance as a whole. */
        System: {
            /** @description The build, as in `x-perilune-build`. */
            build: string;
            /**
             * Format: int64
             * @description Those of it that hold the facts of runs, so that lists need not read them.
             */
            columnsMemory: number;
            /** @description What lies on disk. */
            files: components["schemas"]["File"][];
            /** @description What follows the change log. */
            indexers: components["schemas"]["Indexer"][];
            /**
             * Format: date-time
             * @description When a backup was last made; null, because backups are made from outside and not noted here.
             */
            lastBackup?: string | null;
            /**
             * Format: date-time
             * @description When the write-ahead log was last copied into the database; null when it was not since the start.
             */
            lastCheckpoint?: string | null;
            /**
             * Format: int64
             * @description Private memory of the process in bytes, mapped files left out; null where the system does not tell.
             */
            memory?: number | null;
            queue: components["schemas"]["Queue"];
            rows: components["schemas"]["Rows"];
            /**
             * Format: int64
             * @description How long it has been running, in milliseconds.
             */
            uptime: number;
            /** @description Such as `0.1.0`. */
            version: string;
        };
        /** @description The new labels of a run. */
        TagsChange: {
            /** @description Null takes all away. */
            tags?: string[] | null;
        };
        /** @description A prompt template. */
        Template: components["schemas"]["MoreOfTemplate"] & {
            /** Format: date-time */
            createdAt: string;
            /** Format: int64 */
            id: number;
            /** @description `openai` or `text`. */
            mode: string;
            /**
             * Format: uuid
             * @description The account that made it; null when a key did, or when the account is gone.
             */
            ownerId?: string | null;
            /** Format: uuid */
            projectId: string;
            /** @description What SDKs ask for; unique in the project. */
            slug: string;
            /** @description The newest first; absent where a template is shown beside one of them. */
            versions?: components["schemas"]["TemplateVersion"][] | null;
        };
        /** @description What to change of a template; what is absent stays as it is. */
        TemplateChange: {
            /** @description Names with `/` between; null: at the top. */
            folder?: string | null;
            /** @description `openai` or `text`. */
            mode?: string | null;
            /** @description The old slug leads nowhere from then on. */
            slug?: string | null;
            /** @description Up to 50 names; null: none. */
            tags?: string[] | null;
        };
        /** @description A template to filter runs by. */
        TemplateChoice: {
            label: string;
            /** Format: int64 */
            value: number;
        };
        /** @description What is different between two versions of a template. All keys are as they were sent. */
        TemplateDiff: {
            /** @description All messages of both, in order. */
            content: components["schemas"]["MessageDiff"][];
            /** @description Settings that differ. */
            extra: components["schemas"]["MemberDiff"][];
            from: components["schemas"]["DiffSide"];
            /** @description Test values that differ. */
            testValues: components["schemas"]["MemberDiff"][];
            to: components["schemas"]["DiffSide"];
        };
        /** @description A folder that has templates in it. */
        TemplateFolder: {
            /** @description Names with `/` between; empty at the top. */
            folder: string;
            /**
             * Format: int64
             * @description How many templates lie in it itself.
             */
            templates: number;
        };
        /** @description A template to be made, with its first version. */
        TemplateInput: {
            /** @description Messages; kept as they are. */
            content: unknown[];
            /** @description The model, and how to call it. */
            extra?: Record<string, never> | null;
            /** @description Names with `/` between; absent: at the top. */
            folder?: string | null;
            /** @description Absent: it is a draft. */
            isDraft?: boolean | null;
            /** @description `openai` or `text`. */
            mode: string;
            /** @description Remarks on the version. */
            notes?: string | null;
            /** @description What SDKs ask for: no white space, no control characters, none of `# & % + ?`; unique in the project. */
            slug: string;
            /** @description Up to 50 names. */
            tags?: string[] | null;
            /** @description What to fill the placeholders with. */
            testValues?: Record<string, never> | null;
        };
        /** @description A label of a template. */
        TemplateLabel: {
            /** @description Whether not everybody moves it who may deploy. */
            isProtected: boolean;
            /**
             * Format: date-time
             * @description When it was pointed there.
             */
            movedAt: string;
            movedBy: components["schemas"]["Doer"];
            name: string;
            /**
             * Format: int64
             * @description The number of the version in its template.
             */
            version: number;
            /** Format: int64 */
            versionId: number;
        };
        /** @description What a version said before somebody changed it in place. */
        TemplateRevision: {
            content: unknown;
            extra: Record<string, never>;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description When that was saved.
             */
            savedAt: string;
            savedBy: components["schemas"]["Doer"];
            testValues?: Record<string, never> | null;
        };
        /** @description A saved state of a template. */
        TemplateVersion: components["schemas"]["MoreOfVersion"] & {
            /** @description Messages, or one text. */
            content: unknown;
            /** Format: date-time */
            createdAt: string;
            /** @description The model, and how to call it. */
            extra: Record<string, never>;
            /** Format: int64 */
            id: number;
            isDraft: boolean;
            notes?: string | null;
            /**
             * Format: date-time
             * @description When the draft went live; null for drafts, and for what was live from the beginning.
             */
            publishedAt?: string | null;
            template?: components["schemas"]["Template"] | null;
            /** Format: int64 */
            templateId: number;
            testValues?: Record<string, never> | null;
            /**
             * Format: int64
             * @description Its number in the template, from 1.
             */
            version: number;
        };
        /** @description Runs with such a thumb, or with a direct child that has one. */
        TemplateVersionFeedback: {
            /** Format: int64 */
            down: number;
            /** Format: int64 */
            up: number;
        };
        /** @description A version to be saved, or what a version is to be instead. */
        TemplateVersionInput: {
            /** @description A text, or messages; kept as they are. */
            content: unknown;
            /** @description The model, and how to call it. */
            extra?: Record<string, never> | null;
            /** @description Whether it is not to be live. */
            isDraft: boolean;
            /** @description Remarks. */
            notes?: string | null;
            /** @description What to fill the placeholders with. */
            testValues?: Record<string, never> | null;
        };
        /** @description Milliseconds. Between two runs, what lies between. */
        TemplateVersionLatency: {
            /** Format: double */
            mean: number;
            /** Format: double */
            p50: number;
            /** Format: double */
            p95: number;
            /** Format: double */
            p99: number;
        };
        /** @description What the runs that name a version come to. */
        TemplateVersionUsage: {
            /**
             * Format: int64
             * @description How many runs.
             */
            calls: number;
            /** Format: int64 */
            completionTokens?: number | null;
            /**
             * Format: double
             * @description US dollars.
             */
            cost: number;
            /**
             * Format: int64
             * @description Those that failed.
             */
            errors: number;
            feedback: components["schemas"]["TemplateVersionFeedback"];
            isDraft: boolean;
            /**
             * Format: date-time
             * @description When the latest run began.
             */
            lastUsedAt?: string | null;
            latencyMs?: components["schemas"]["TemplateVersionLatency"] | null;
            /** Format: int64 */
            promptTokens?: number | null;
            /**
             * Format: int64
             * @description Its number in the template.
             */
            version: number;
            /** Format: int64 */
            versionId: number;
        };
        /**
         * @description Up or down.
         * @enum {string}
         */
        Thumb: "up" | "down";
        /** @description What a run used of a model. */
        Tokens: {
            /**
             * Format: int64
             * @description Those of `completion` that were sound; absent when the provider did not say.
             */
            audioCompletion?: number | null;
            /**
             * Format: int64
             * @description Those of `prompt` that were sound; absent when the provider did not say.
             */
            audioPrompt?: number | null;
            /**
             * Format: int64
             * @description Those of `prompt` that the provider wrote into its cache; absent when it did not say.
             */
            cacheWrite?: number | null;
            /**
             * Format: int64
             * @description Those of `prompt` that the provider took from its cache.
             */
            cachedPrompt?: number | null;
            /**
             * Format: int64
             * @description Of what came out.
             */
            completion?: number | null;
            /**
             * Format: int64
             * @description Of everything that went in.
             */
            prompt?: number | null;
            /**
             * Format: int64
             * @description Those of `completion` that the model thought and did not say; absent when it did not say.
             */
            reasoning?: number | null;
            /**
             * Format: int64
             * @description `prompt` and `completion`, unknown ones taken as 0.
             */
            total?: number | null;
        };
        /** @description Counts of tokens. */
        TokensUsage: {
            /**
             * Format: int64
             * @description Of what came out.
             */
            completion?: number | null;
            /**
             * Format: int64
             * @description Of everything that went in, cached ones included.
             */
            prompt?: number | null;
            /**
             * Format: int64
             * @description Those of `prompt` that the provider took from its cache.
             */
            promptCached?: number | null;
        };
        /** @description A sentence. */
        Told: {
            message: string;
        };
        /** @description A run and all below it, without texts. */
        Tree: {
            /** @description The run first; each after its parent, and siblings by their start. */
            data: components["schemas"]["TreeNode"][];
            /**
             * Format: uuid
             * @description The top of the trace that the run is a part of; maybe the run itself.
             */
            traceId: string;
            /** @description Whether there are more than 50,000 runs, so that some are left out. */
            truncated: boolean;
        };
        /** @description One run of a tree. */
        TreeNode: {
            /**
             * Format: double
             * @description US dollars; null when it cannot be told.
             */
            cost?: number | null;
            /**
             * Format: int64
             * @description The same for the end; null while it is open.
             */
            endMs?: number | null;
            /** @description The first line of its error, at most 200 characters. */
            error?: string | null;
            /** Format: uuid */
            id: string;
            /** @description Model, tool, agent or chain. */
            name?: string | null;
            /**
             * Format: uuid
             * @description The run that it is a part of; null for the first.
             */
            parentId?: string | null;
            /**
             * Format: int64
             * @description Milliseconds from the start of the first run; negative when the clients' clocks disagree.
             */
            startMs: number;
            /** @description `started`, `success` or `error`; null for what has none. */
            status?: string | null;
            /**
             * Format: int64
             * @description Of prompt and completion together; null when neither is known.
             */
            tokens?: number | null;
            /** @description `llm`, `chain`, `agent`, `tool`, ... */
            type: string;
        };
        /** @description A person whom the project tracks. */
        User: {
            /**
             * Format: date-time
             * @description When this server first heard of the person.
             */
            createdAt: string;
            /** @description The project's own name for the person. */
            externalId: string;
            /**
             * Format: int64
             * @description This server's number for the person.
             */
            id?: number | null;
            /**
             * Format: date-time
             * @description The latest event that named the person.
             */
            lastSeen: string;
            /** @description What the project knows of the person; null when it never said. Not shown to everybody. */
            props?: Record<string, never> | null;
        };
        /** @description Somebody who has no account yet. */
        UserToCome: {
            avatarUrl?: string | null;
            /** Format: date-time */
            createdAt: string;
            email: string;
            /**
             * Format: uuid
             * @description Of the invitation.
             */
            id: string;
            /** Format: date-time */
            lastLoginAt?: string | null;
            name?: string | null;
            /** Format: uuid */
            orgId: string;
            projectIds: string[];
            role: string;
            verified: boolean;
        };
        /** @description A variation to be added. */
        VariationBody: {
            /** @description What should come out. */
            idealOutput?: string | null;
            /**
             * Format: uuid
             * @description The prompt that it is to belong to.
             */
            promptId: string;
            /** @description Values by the names of placeholders; what is no text becomes one. */
            variables?: Record<string, never> | null;
        };
        /** @description What to change of a variation; what is absent stays as it is. */
        VariationChange: {
            /** @description What should come out. */
            idealOutput?: string | null;
            /** @description Values by the names of placeholders; what is no text becomes one. */
            variables?: Record<string, never> | null;
        };
        /** @description Which version answers. */
        Version: {
            /** @description Such as `0.1.0`. */
            version: string;
        };
        /** @description Whether anybody may read a run. */
        VisibilityChange: {
            visibility: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    post_report: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description JSON, whatever the media type; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description What became of each event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestResult"][];
                };
            };
            /** @description No JSON, no object, or no events */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The first event names no project of this server */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; the message says what was stored */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_report_of_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description JSON, whatever the media type; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description What became of each event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestResult"][];
                };
            };
            /** @description No JSON, no object, or no events */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The first event names no project of this server */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; the message says what was stored */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_template_of_old_sdks: {
        parameters: {
            query: {
                /** @description Which template */
                slug: string;
                /** @description A public key of the project */
                app_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, or why there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTemplateVersion"];
                };
            };
        };
    };
    get_door: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description So */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Door"];
                };
            };
        };
    };
    post_exchange_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeToken"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionToken"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is unknown, used or too old */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_github: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_google: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_join_data: {
        parameters: {
            query: {
                /** @description Of the invitation */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinData"];
                };
            };
            /** @description The invitation is unknown, used, cancelled or too old */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No token */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionToken"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a person, or not this password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_method: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailOnly"];
            };
        };
        responses: {
            /** @description The way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogInMethod"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_request_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailOnly"];
            };
        };
        responses: {
            /** @description Heard */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Heard"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description The new session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionToken"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is unknown, used or too old */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_saml_url: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_saml_assertion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_saml_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_saml_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_saml_logout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_saml_success: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not built yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_signup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            /** @description The account is there, and this is its session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedUp"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The invitation is unknown, used, cancelled or too old */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The address is taken, the invitation is for another one, or people come by invitation only */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The invited person belongs to another organisation */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenMetrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            /** @description Neither on this machine, nor as an operator, nor with --metrics-token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This person is no operator */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    grpc_logs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One message in a gRPC frame; also gzip, deflate or zstd, as grpc-encoding says */
        requestBody: {
            content: {
                "application/grpc": number[];
            };
        };
        responses: {
            /** @description Of gRPC: the trailers tell how it went */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/grpc": unknown;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    grpc_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One message in a gRPC frame; also gzip, deflate or zstd, as grpc-encoding says */
        requestBody: {
            content: {
                "application/grpc": number[];
            };
        };
        responses: {
            /** @description Of gRPC: the trailers tell how it went */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/grpc": unknown;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    grpc_traces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One message in a gRPC frame; also gzip, deflate or zstd, as grpc-encoding says */
        requestBody: {
            content: {
                "application/grpc": number[];
            };
        };
        responses: {
            /** @description Of gRPC: the trailers tell how it went */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/grpc": unknown;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    root: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sentence */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_audit_logs: {
        parameters: {
            query?: {
                /** @description How many: 30, or up to 100 */
                limit?: number;
                /** @description How many pages to leave out */
                page?: number;
                /** @description The `seq` of a row: only those that were written before it */
                before?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A number that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    export_audit_logs: {
        parameters: {
            query?: {
                /** @description `csv`, or `jsonl`: an object a line, as the list has it */
                format?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Another format */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_datasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The datasets, without what is in them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetInput"];
            };
        };
        responses: {
            /** @description The dataset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Another dataset has this slug */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_datasets_v2: {
        parameters: {
            query?: {
                /** @description Only those that have this in their name or description, in either case */
                search?: string;
                /** @description `newest`, which is the default, `alphabetical`, `items` or `updated` */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The datasets, without their items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A search that is too long, or an unknown order */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset_v2: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetV2Input"];
            };
        };
        responses: {
            /** @description The dataset */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Another dataset has this name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_dataset_v2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dataset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none, or items of more than 64 MiB */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_dataset_v2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_dataset_v2: {
        parameters: {
            query?: {
                /** @description `true`, `1` or `yes`: no version is made; also `skipVersioning` */
                skipVersion?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetV2Change"];
            };
        };
        responses: {
            /** @description The dataset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2"];
                };
            };
            /** @description No JSON, or nothing to change */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Another dataset has this name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    duplicate_dataset_v2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new dataset */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_dataset_export: {
        parameters: {
            query?: {
                /** @description `csv`, which is the default, `jsonl` or `json` */
                format?: string;
                /** @description The version; without it, what the dataset is now */
                versionId?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such dataset or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown format, or an id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset_import: {
        parameters: {
            query?: {
                /** @description `true`, `1` or `yes`: no version is made; also `skipVersioning` */
                skipVersion?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetV2Import"];
            };
        };
        responses: {
            /** @description How many came in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Imported"];
                };
            };
            /** @description A job does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderedJob"];
                };
            };
            /** @description No JSON, or a file that cannot be read; the message names the line */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_dataset_items: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Item"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none, or items of more than 64 MiB */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset_item: {
        parameters: {
            query?: {
                /** @description `true`, `1` or `yes`: no version is made; also `skipVersioning` */
                skipVersion?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetV2ItemInput"];
            };
        };
        responses: {
            /** @description The item */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Item"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_dataset_item: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
                /** @description The item */
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Item"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such dataset or item */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_dataset_item: {
        parameters: {
            query?: {
                /** @description `true`, `1` or `yes`: no version is made; also `skipVersioning` */
                skipVersion?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
                /** @description The item */
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such dataset or item */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_dataset_item: {
        parameters: {
            query?: {
                /** @description `true`, `1` or `yes`: no version is made; also `skipVersioning` */
                skipVersion?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
                /** @description The item */
                itemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetV2ItemInput"];
            };
        };
        responses: {
            /** @description The item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Item"];
                };
            };
            /** @description No JSON, or nothing to change */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such dataset or item */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body, or an id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset_runs: {
        parameters: {
            query?: {
                /** @description `true`, `1` or `yes`: no version is made; also `skipVersioning` */
                skipVersion?: string;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetV2Runs"];
            };
        };
        responses: {
            /** @description How many came in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Imported"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body, or more than 1,000 runs */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_dataset_versions: {
        parameters: {
            query?: {
                /** @description How many: 50, or 1 to 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Versions"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit or an id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, and the dataset */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2Saved"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_dataset_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
                /** @description The version */
                versionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2VersionWithItems"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such dataset or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    restore_dataset_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                datasetId: string;
                /** @description The version */
                versionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dataset with its items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetV2"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such dataset or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An id that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_dataset_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetPromptBody"];
            };
        };
        responses: {
            /** @description The prompt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPrompt"];
                };
            };
            /** @description No JSON, or messages that the dataset's format does not take */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    attach_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttachedRuns"];
            };
        };
        responses: {
            /** @description The prompts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPrompt"][];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body, more than 500 runs, or more than 32 MiB of them */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_dataset_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The prompt */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prompt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPromptWithVariations"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such prompt */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_dataset_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The prompt */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such prompt */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_dataset_prompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The prompt */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetPromptChange"];
            };
        };
        responses: {
            /** @description The prompt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPrompt"];
                };
            };
            /** @description No JSON, or messages that the dataset's format does not take */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such prompt */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_variation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariationBody"];
            };
        };
        responses: {
            /** @description The variation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPromptVariation"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such prompt */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_variation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The variation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The variation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPromptVariation"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such variation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_variation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The variation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such variation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_variation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The variation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariationChange"];
            };
        };
        responses: {
            /** @description The variation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPromptVariation"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such variation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id or the slug */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dataset in the form that was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnyDataset"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description With its placeholders filled it is larger than 16 MiB */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not there any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_dataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dataset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetChange"];
            };
        };
        responses: {
            /** @description The dataset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSummary"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Another dataset has this slug */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_external_users: {
        parameters: {
            query?: {
                /** @description Rows per page: 100, or 0 to 10,000 */
                limit?: number;
                /** @description Zero-based */
                page?: number;
                /** @description A piece of the id, or of `email` or `name` of the properties */
                search?: string;
                /** @description Only runs that began then or later count */
                startDate?: string;
                /** @description Only runs that began before count */
                endDate?: string;
                /** @description `createdAt`, `lastSeen` or `cost` */
                sortField?: string;
                /** @description `desc`, or `asc` */
                sortDirection?: string;
                /** @description Checks, encoded once more; they may also stand by themselves */
                checks?: string;
                /** @description Whether rows say how many runs there are, and how they went */
                activity?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalUserList"];
                };
            };
            /** @description A check that cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit, page, date or direction that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_external_user_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_external_user_usage: {
        parameters: {
            query?: {
                /** @description Only runs that began in so many days up to now: 1 */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalUserUsage"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A number of days that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_external_user: {
        parameters: {
            query?: {
                /** @description Whether the answer says what the person's runs add up to */
                activity?: boolean;
            };
            header?: never;
            path: {
                /** @description This server's number for the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalUserWithActivity"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_custom_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_intents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The intents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_metadata_keys: {
        parameters: {
            query?: {
                /** @description Only runs of this type; `trace` means agents and chains that are part of no other run */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_natural_language: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Sentence"];
            };
        };
        responses: {
            /** @description No model provider is set up; or no JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tags */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_template_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateChoice"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_topics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_prop_keys: {
        parameters: {
            query?: {
                /** @description A piece of the key */
                search?: string;
                /** @description At most so many: 100, or 0 to 10,000 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_prop_values: {
        parameters: {
            query: {
                /** @description The property */
                key: string;
                /** @description At most so many: 100, or 0 to 10,000 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The values as text; `null` is the last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No key, or a limit that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description Rows per page: 3, or 0 to 10,000 */
                limit?: number;
                /** @description Zero-based */
                page?: number;
                /** @description A piece of the id, or of `email`, `name`, `firstName`, `lastName` or `orgId` of the properties */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The persons */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalUser"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit or page that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description It is not */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ledger: {
        parameters: {
            query?: {
                /** @description How many days, today included: 7, or 1 to 3,650 */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A number of days that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_intent_recluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The evaluator */
                evaluatorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description There was none yet */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_job_of_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such job for the caller */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_refresh_costs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description There was none yet */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_refresh_costs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ordered, or was already */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderedJob"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such job for the caller */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedJob"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_logs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    get_org: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The own organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not the own one */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_org: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The own organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganisationChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not the own one */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_org_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The own organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationKey"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not the own organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_latest_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The own organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nowhere */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not the own organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_usage: {
        parameters: {
            query?: {
                /** @description Only the runs of this project */
                projectId?: string;
            };
            header?: never;
            path: {
                /** @description The own organisation */
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The days */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayOfRuns"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is not the own organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_otel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_otel_traces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_otel_v1_logs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_otel_v1_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_otel_v1_traces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_projects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The projects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnProject"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_project: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation or the server has had as many projects as it can */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_sample: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation or the server has had as many projects as it can */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is the organisation's last one */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Runs cannot be kept for some days only yet */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has too many keys */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
                /** @description The number of the key */
                keyId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such project or key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is the project's id */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
                /** @description The number of the key */
                keyId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such project or key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is the project's id, which does not end */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    regenerate_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
                /** @description The number of the key */
                keyId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Regeneration"];
            };
        };
        responses: {
            /** @description The new key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such project or key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is the project's id, it has expired, or there are too many keys */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_label_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who may move which */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelProtection"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    put_label_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
                /** @description Lower-case letters, digits, `.`, `_` and `-` */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Protection"];
            };
        };
        responses: {
            /** @description Who may move it now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelProtection"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body or label */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_label_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
                /** @description The label */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is protected no longer */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such project, or the label is not protected */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    regenerate_project_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectRegeneration"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has too many keys */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An empty list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>[];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not built */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The organisation has no such project */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_prompts: {
        parameters: {
            query?: {
                /** @description `all` adds folders, tags, and who changed what when */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_versions: {
        parameters: {
            query?: {
                /** @description `all` adds labels, and who changed what when */
                fields?: string;
                /** @description `raw` shows all keys as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not a number */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown fields or keys */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                /** @description Types, with commas between; `llm` when absent. `trace` means agents and chains that are part of no other run. Exactly `llm` also shortens input and output for a table */
                type?: string;
                /** @description A tree of checks as JSON, in addition to the checks beside it */
                filter?: string;
                /** @description Only direct children of this run */
                parentRunId?: string;
                /** @description `createdAt`, `duration`, `tokens`, `cost` or `messagesCount` */
                sortField?: string;
                /** @description `desc`; everything else, and nothing, is ascending */
                sortDirection?: string;
                /** @description Rows per page: 50, or 0 to 10,000 */
                limit?: number;
                /** @description Zero-based; up to 100,000 rows may be left out */
                page?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Whether to count all matches */
                total?: boolean;
                /** @description `preview` shows the beginnings of input and output instead of them */
                fields?: string;
                /** @description With `fields=preview` and at most 100 rows: each row also says what the run and all below it add up to */
                totals?: boolean;
                /** @description `raw` shows the keys of free JSON as they were sent */
                keys?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunList"];
                };
            };
            /** @description A check or order that cannot be understood, a cursor of another list, or a page too far */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit, page or flag that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchChanged"];
                };
            };
            /** @description A job does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOrdered"];
                };
            };
            /** @description No JSON, a filter that cannot be understood, or too many for the dataset */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such dataset */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    count_runs: {
        parameters: {
            query?: {
                /** @description Types, with commas between; `llm` when there is no check. All checks of the list are understood */
                type?: string;
                /** @description A tree of checks as JSON, in addition to the checks beside it */
                filter?: string;
                /** @description Only direct children of this run */
                parentRunId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number */
            200: {
                headers: {
                    /** @description Whether there may be more */
                    "x-total-is-lower-bound"?: boolean;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": number;
                };
            };
            /** @description A check that cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_facets: {
        parameters: {
            query: {
                /** @description `type`, `status`, `models`, `tools`, `retrievers`, `custom-events`, `tags`, `users` or `feedback` */
                check: string;
                /** @description Only values that contain this, whatever the case */
                q?: string;
                /** @description How many values: 50, or 0 to 1,000 */
                limit?: number;
                /** @description Types, with commas between; `llm` when there is no check. All checks of the list are understood */
                type?: string;
                /** @description A tree of checks as JSON, in addition to the checks beside it */
                filter?: string;
                /** @description Only direct children of this run */
                parentRunId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The values */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunFacets"];
                };
            };
            /** @description A check that cannot be understood, or whose values are not counted */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_histogram: {
        parameters: {
            query?: {
                /** @description Types, with commas between; `llm` when there is no check. All checks of the list are understood */
                type?: string;
                /** @description A tree of checks as JSON, in addition to the checks beside it */
                filter?: string;
                /** @description Only direct children of this run */
                parentRunId?: string;
                /** @description How many at the most: 96, or 1 to 10,000 */
                buckets?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every bucket */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunHistogram"];
                };
            };
            /** @description A check that cannot be understood, or too many buckets */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A number of buckets that is none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ingest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description JSON, whatever the media type; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestRequest"];
            };
        };
        responses: {
            /** @description What became of each event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestResponse"];
                };
            };
            /** @description No JSON, no object, or no events */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; the message says what was stored */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    stream_runs: {
        parameters: {
            query?: {
                /** @description And every other check of the list; `type=llm` when there is none */
                type?: string;
                /** @description A tree of checks as JSON, in addition to the checks beside it */
                filter?: string;
                /** @description Only direct children of this run */
                parentRunId?: string;
                /** @description `preview` shows the beginnings of input and output instead of them */
                fields?: string;
                /** @description `raw` shows the keys of free JSON as they were sent */
                keys?: string;
            };
            header?: {
                /** @description The id of the last event that was read */
                "Last-Event-ID"?: number | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A check, or an id of an event, that cannot be understood; or no project */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description 100 streams of this project are open */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_usage_of_runs: {
        parameters: {
            query: {
                /** @description How many days back */
                days: number;
                /** @description Only runs of this person, by this server's number */
                userId?: number;
                /** @description `all`: by day too. Anything else: likewise, but only of runs that took a second or longer */
                daily?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What they used */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunUsage"][];
                };
            };
            /** @description Days or a person that are no numbers */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_run: {
        parameters: {
            query?: {
                /** @description `raw` shows the keys of free JSON as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_feedback: {
        parameters: {
            query?: {
                /** @description `raw` shows the keys of free JSON as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feedback */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feedback"] | null;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_feedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FeedbackChange"] | null;
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_neighbors: {
        parameters: {
            query?: {
                /** @description Types, as for the list; `trace` when there is no check. All checks of the list are understood */
                type?: string;
                /** @description A tree of checks as JSON, in addition to the checks beside it */
                filter?: string;
                /** @description Only direct children of this run */
                parentRunId?: string;
                /** @description As for the list */
                sortField?: string;
                /** @description As for the list */
                sortDirection?: string;
            };
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs beside it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbors"];
                };
            };
            /** @description A check or order that cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_public_run: {
        parameters: {
            query?: {
                /** @description `raw` shows the keys of free JSON as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The token of a link, or the id of a public run */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description There is none, or it is not public */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_related: {
        parameters: {
            query?: {
                /** @description `raw` shows the keys of free JSON as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run and all below it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedRun"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_score: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScoreChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_share: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link; its token is not shown again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_share: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No link leads to the run any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_span: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text, or the id of the span in hexadecimal digits */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON object */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run, or it came as no span */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_tags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_tree: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tree */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tree"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_visibility: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id as it was sent: any text */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisibilityChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This project has no such run */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A run of another project is public under this id */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    system: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance as a whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            /** @description Neither on this machine, nor as an operator, nor with --metrics-token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This person is no operator */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_latest_version: {
        parameters: {
            query: {
                /** @description Which template */
                slug: string;
                /** @description The version with this label; `production` is the deployed one */
                label?: string;
                /** @description The live version with this number */
                version?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer */
                "If-None-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, with an `ETag` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTemplateVersion"];
                };
            };
            /** @description It is what the client has */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template, or it no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No slug, or two */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_version: {
        parameters: {
            query?: {
                /** @description `all` adds labels, and who changed what when */
                fields?: string;
                /** @description `raw` shows all keys as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The version */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, with an `ETag` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown fields or keys */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_version: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version as it was read, or its `updatedAt` */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The version */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateVersionInput"];
            };
        };
        responses: {
            /** @description The version, with an `ETag` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Somebody else changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_revisions: {
        parameters: {
            query?: {
                /** @description `raw` shows all keys as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The version */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revisions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateRevision"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown keys */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_latest_version_of_sdks: {
        parameters: {
            query: {
                /** @description Which template */
                slug: string;
                /** @description The version with this label; `production` is the deployed one */
                label?: string;
                /** @description The live version with this number */
                version?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer */
                "If-None-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, with an `ETag` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTemplateVersion"];
                };
            };
            /** @description It is what the client has */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template, or it no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No slug, or two */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_version_of_dashboards: {
        parameters: {
            query?: {
                /** @description `all` adds labels, and who changed what when */
                fields?: string;
                /** @description `raw` shows all keys as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The version */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, with an `ETag` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown fields or keys */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_version_of_dashboards: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version as it was read, or its `updatedAt` */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The version */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateVersionInput"];
            };
        };
        responses: {
            /** @description The version, with an `ETag` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Somebody else changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_templates: {
        parameters: {
            query?: {
                /** @description Only those in this folder or below it; empty: only those at the top */
                folder?: string;
                /** @description `all` adds folders, tags, labels, and who changed what when */
                fields?: string;
                /** @description `raw` shows all keys as they were sent */
                keys?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown fields or keys */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateInput"];
            };
        };
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The slug is taken, or there are too many */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_folders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The folders */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateFolder"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_live_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTemplate"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_template: {
        parameters: {
            query?: {
                /** @description `all` adds folder, tags, labels, and who changed what when */
                fields?: string;
                /** @description `raw` shows all keys as they were sent */
                keys?: string;
            };
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Unknown fields or keys */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, or was not there */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateChange"];
            };
        };
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The slug is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_diff: {
        parameters: {
            query: {
                /** @description The number of the first version */
                from: number;
                /** @description The number of the second version */
                to: number;
            };
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is different */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDiff"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such template or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not two numbers */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_labels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The labels */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateLabel"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    put_label: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
                /** @description Lower-case letters, digits, `.`, `_` and `-` */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelTarget"];
            };
        };
        responses: {
            /** @description All labels of the template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateLabel"][];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such template or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body or label */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_label: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
                /** @description The label */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such template or label */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It is `production`, which follows what is deployed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_rollback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rollback"];
            };
        };
        responses: {
            /** @description The version that is deployed now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such template or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description None was deployed before, or it is a draft */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_usage_of_template: {
        parameters: {
            query?: {
                /** @description Only runs of the last so many days; all when it is absent */
                days?: number;
            };
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersionUsage"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Days that are none */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The template */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateVersionInput"];
            };
        };
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersion"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The project has no such template */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The template has had too many */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_traces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd */
        requestBody: {
            content: {
                "application/json": unknown;
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description On disk, but for what the partial success names; in the encoding of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": unknown;
                    "application/json": unknown;
                };
            };
            /** @description No OTLP; it is of no use to send it again */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A limit of the server */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An unknown media type or content encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No room within --ingest-wait; nothing was stored */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The disk or the server is not up to it now; send it again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invite"];
            };
        };
        responses: {
            /** @description Invited */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedUser"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person belongs to the organisation already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_user_feedback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackText"];
            };
        };
        responses: {
            /** @description It is in the log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Noted"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invite"];
            };
        };
        responses: {
            /** @description Invited */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person belongs to the organisation already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The invitation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not there any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitations of the organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whoever is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_leave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordOnly"];
            };
        };
        responses: {
            /** @description The account is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not the password, or the owner */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_own_org: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnOrganisation"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The new session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionToken"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not the current password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The own sessions that are not over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"][];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the list shows it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description You have no such session */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_send_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailOnly"];
            };
        };
        responses: {
            /** @description Heard */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Heard"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_verify_email: {
        parameters: {
            query: {
                /** @description From the mail */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is proven */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sentence"];
                };
            };
            /** @description The same, for a browser: to the dashboard */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The token is unknown or too old */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No token */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Somebody of the own organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberInBrief"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is nobody with this id */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is nobody with this id */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description It is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Told"];
                };
            };
            /** @description No JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is nobody with this id */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not such a body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description No credential, an unknown one, or one of the wrong kind */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The role of this person does not grant it, or the project is not one of theirs */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
