/**
 * XGBoost models evaluated in plain Java.
 *
 * <p>{@link dev.aloft.local.xgboost.XgboostModel} reads a model file that XGBoost 1.0 or later has
 * saved as JSON or UBJSON and answers with the native library's own numbers: margins equal bit for
 * bit, predictions equal to what the library answers on Linux x86-64. It needs no native code and
 * makes no garbage per row. One objective, {@code reg:expectileerror}, is equal within the last
 * digits only, since the library leaves it to functions of the C library that its versions round
 * differently.
 *
 * <p>What a file may hold that is not evaluated here is refused with {@link
 * dev.aloft.local.xgboost.UnsupportedModelException}, which names it; the native library is the way
 * out. A file that is damaged, or made to do harm, is refused with {@link
 * dev.aloft.local.xgboost.BrokenModelException}, which names the place. Everything is checked while
 * loading, in memory bounded by the size of the file; evaluation cannot fail or loop afterwards.
 *
 * <table>
 *   <caption>What is evaluated</caption>
 *   <tr><th>part</th><th>evaluated</th><th>refused by name</th></tr>
 *   <tr><td>form</td><td>JSON, UBJSON, memory snapshots</td><td>the old binary form</td></tr>
 *   <tr><td>booster</td><td>gbtree, dart in its three layouts</td><td>gblinear</td></tr>
 *   <tr><td>splits</td><td>numerical, categorical by code</td><td></td></tr>
 *   <tr><td>leaves</td><td>one finite number</td><td>vectors, NaN, infinities</td></tr>
 *   <tr><td>objective</td><td>all of XGBoost 3.4</td><td>any other name</td></tr>
 * </table>
 */
@NullMarked
package dev.aloft.local.xgboost;

import org.jspecify.annotations.NullMarked;
