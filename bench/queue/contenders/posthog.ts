import posthog from 'posthog-js';
import {contend, name, properties} from '../page.js';

/** As quiet as it can be made: no autocapture, flags, replay or surveys. Its rate limit is raised, as it drops what is beyond. */
void contend(() => {
  posthog.init('phc_demo', {
    api_host: location.origin,
    autocapture: false,
    capture_pageview: false,
    capture_pageleave: false,
    disable_session_recording: true,
    disable_surveys: true,
    disable_external_dependency_loading: true,
    advanced_disable_flags: true,
    persistence: 'localStorage',
    opt_out_useragent_filter: true,
    rate_limiting: {events_per_second: 1e6, events_burst_limit: 1e6},
  });
  return {track: serial => void posthog.capture(name, properties(serial))};
});
