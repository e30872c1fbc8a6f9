/// What a proxy is to serve: hosts, their context roots, the servers behind them.
///
/// Values that import nothing of ours. Comes out of routing; goes into whatever writes a
/// configuration.
@NullMarked
package io.sallyport.model;

import org.jspecify.annotations.NullMarked;
