package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import java.util.Optional;

/// What an activation command is to do with a staged file.
///
/// @param files where the staged file is and where it belongs
/// @param plan how to get there. Its basis may be out of date: see [ActivationCode#PLAN_OUTDATED]
/// @param basis the version that the proxy must run for the plan to be right; empty where any may
/// @param testOnly to end after the proxy's own test
public record Activation(
    ProxySettings settings,
    ProxyFiles files,
    ProxyConfig config,
    Plan plan,
    Optional<String> basis,
    boolean testOnly) {}
