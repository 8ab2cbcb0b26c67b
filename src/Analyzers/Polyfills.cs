// Types of newer frameworks that the compiler looks for by name; netstandard2.0 has none of them. They stand here as text
// and are not generated: a generator's output order is part of the DLL's bytes, and the package packs to the same bytes.
// Each is embedded, so that assemblies that see our internals do not see a second copy of what their framework has.

using Microsoft.CodeAnalysis;

namespace Microsoft.CodeAnalysis
{
    /// <summary>Hides a type from other assemblies, also from those that see internals.</summary>
    [Embedded]
    internal sealed class EmbeddedAttribute : Attribute;
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Lets the compiler accept <c>init</c> and records.</summary>
    [Embedded]
    internal static class IsExternalInit;

    /// <summary>Lets the compiler accept <c>required</c>.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <summary>Written by the compiler on members that need a feature of its own.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        /// <summary>The feature.</summary>
        public string FeatureName { get; } = featureName;

        /// <summary>Whether a compiler may ignore it.</summary>
        public bool IsOptional { get; init; }
    }

    /// <summary>The parameter receives the text of another argument.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
    {
        /// <summary>The parameter whose argument's text it is.</summary>
        public string ParameterName { get; } = parameterName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The constructor sets every required member.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : Attribute;

    /// <summary>Not null afterwards.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.ReturnValue)]
    internal sealed class NotNullAttribute : Attribute;

    /// <summary>Not null where the method returns the value.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        /// <summary>The return value.</summary>
        public bool ReturnValue { get; } = returnValue;
    }

    /// <summary>May be null where the method returns the value.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class MaybeNullWhenAttribute(bool returnValue) : Attribute
    {
        /// <summary>The return value.</summary>
        public bool ReturnValue { get; } = returnValue;
    }

    /// <summary>Not null where the parameter is not.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.ReturnValue, AllowMultiple = true)]
    internal sealed class NotNullIfNotNullAttribute(string parameterName) : Attribute
    {
        /// <summary>The parameter.</summary>
        public string ParameterName { get; } = parameterName;
    }

    /// <summary>The member is not null afterwards.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
    internal sealed class MemberNotNullAttribute(params string[] members) : Attribute
    {
        /// <summary>The members.</summary>
        public string[] Members { get; } = members;
    }

    /// <summary>The member is not null where the method returns the value.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
    internal sealed class MemberNotNullWhenAttribute(bool returnValue, params string[] members) : Attribute
    {
        /// <summary>The return value.</summary>
        public bool ReturnValue { get; } = returnValue;

        /// <summary>The members.</summary>
        public string[] Members { get; } = members;
    }

    /// <summary>Control does not come back.</summary>
    [Embedded]
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    internal sealed class DoesNotReturnAttribute : Attribute;
}

namespace System
{
    /// <summary>A position counted from the start or the end: <c>^1</c>.</summary>
    [Embedded]
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        /// <summary>The position before the first element.</summary>
        public static Index Start => new(0);

        /// <summary>The position after the last element.</summary>
        public static Index End => new(0, fromEnd: true);

        /// <summary>The distance.</summary>
        public int Value { get; } = value;

        /// <summary>True where the distance is counted from the end.</summary>
        public bool IsFromEnd { get; } = fromEnd;

        /// <summary>Counted from the start.</summary>
        public static implicit operator Index(int value) => new(value);

        /// <summary>The position in a sequence of this length.</summary>
        public int GetOffset(int length) => IsFromEnd ? length - Value : Value;
    }

    /// <summary>A stretch from one position up to another: <c>1..^1</c>.</summary>
    [Embedded]
    internal readonly struct Range(Index start, Index end)
    {
        /// <summary>Everything.</summary>
        public static Range All => new(Index.Start, Index.End);

        /// <summary>The first position.</summary>
        public Index Start { get; } = start;

        /// <summary>The position after the last.</summary>
        public Index End { get; } = end;

        /// <summary>From here on.</summary>
        public static Range StartAt(Index start) => new(start, Index.End);

        /// <summary>Up to here.</summary>
        public static Range EndAt(Index end) => new(Index.Start, end);
    }
}
