/** A storage driver for Moorage that keeps everything in one SQLite file. */
package com.example.moorage.sqlite;
