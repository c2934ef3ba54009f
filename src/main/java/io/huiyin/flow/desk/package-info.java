/** Everyday handling of tasks: hand over, return, copy, stand in. */
package io.huiyin.flow.desk;
